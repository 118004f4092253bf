import type { SearchedContainer } from "@quayside/core/model/log-search.ts";
import { Button } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { listed } from "../text/count.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import type { LogSearchModel } from "./log-search-model.ts";
import { strings } from "./strings.ts";

const REASON = 300;

/** What was not searched, or not to its end, and why: beside the hits. */
export function Notices({ model }: { model: LogSearchModel }) {
  void model.rows.value;
  const containers = [...model.list.containers];
  const of = (kind: SearchedContainer["state"]["kind"]) => containers.filter(({ state }) => state.kind === kind);
  const searching = model.state.value.kind === "searching";
  const cut = of("cut");
  const byHits = cut.filter(({ state }) => state.kind === "cut" && state.why === "hits");
  const byBytes = cut.filter(({ state }) => state.kind === "cut" && state.why === "bytes");
  return (
    <div class="search-notes">
      <Away model={model} lost={of("away")} />
      <Refused model={model} refused={of("refused")} />
      {byHits.length > 0 && !searching ? (
        <Notice tone="warn" title={strings.cutHitsTitle(model.list.length)}>
          <p>
            {strings.cutHitsSentence} {strings.cutContainers(byHits.length)}
          </p>
        </Notice>
      ) : null}
      {byBytes.length > 0 && !searching ? (
        <Notice
          tone="info"
          title={strings.cutBytesTitle(byBytes.length)}
          actions={
            model.rests.length === 0 ? null : (
              <Button small onClick={() => void model.further()}>
                {strings.further}
              </Button>
            )
          }
        >
          <p>{strings.cutBytesSentence}</p>
        </Notice>
      ) : null}
    </div>
  );
}

function Away({ model, lost }: { model: LogSearchModel; lost: readonly SearchedContainer[] }) {
  const reasons = new Map<string, string>();
  for (const { ref, state } of lost) if (state.kind === "away") reasons.set(ref.host, state.reason);
  for (const { host, reason } of model.away.value) reasons.set(host, reason);
  if (reasons.size === 0) return null;
  const hosts = model.inventory.value?.hosts;
  const names = [...reasons].map(([host, reason]) => {
    const name = hosts?.get(host)?.name ?? host;
    return visibleText(shortened(reason === "" ? name : `${name} (${reason})`, REASON));
  });
  return (
    <Notice tone="warn" title={strings.awayTitle(reasons.size)}>
      <p>{strings.awaySentence(listed(names))}</p>
    </Notice>
  );
}

function Refused({ model, refused }: { model: LogSearchModel; refused: readonly SearchedContainer[] }) {
  if (refused.length === 0) return null;
  const hosts = model.inventory.value?.hosts;
  const lines = refused.map(({ ref, name, state }) => {
    const where = strings.onHost(name, hosts?.get(ref.host)?.name ?? ref.host);
    return visibleText(shortened(`${where}: ${state.kind === "refused" ? state.reason : ""}`, REASON));
  });
  return (
    <Notice tone="warn" title={strings.refusedTitle(refused.length)}>
      {lines.slice(0, 3).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {lines.length > 3 ? (
        <details>
          <summary>{strings.more(lines.length - 3)}</summary>
          {lines.slice(3, 100).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </details>
      ) : null}
    </Notice>
  );
}
