import { type StatsUpdate, WATCHED_CONTAINERS } from "@quayside/core/model/container-stats.ts";
import { Notice } from "../controls/notice.tsx";
import type { Inventory } from "../inventory/inventory.ts";
import { visibleText } from "../text/visible-text.ts";
import type { StatsModel } from "./stats-model.ts";
import { strings } from "./strings.ts";

/** What is lacking in what the charts show, and why. */
export function StatsNotices({ model, inventory }: { model: StatsModel; inventory: Inventory }) {
  const scope = model.scope.value;
  const all = model.alive.value;
  const updates = [...model.use.updates.value.values()];
  const away = [...inventory.hosts.values()].filter(
    ({ id, state }) => state.kind === "unreachable" && (scope.kind === "all" || scope.host === id),
  );
  const paused = scope.kind === "container" && all[0]?.state === "paused" ? all[0] : undefined;
  return (
    <>
      {away.map(({ id, name }) => (
        <Notice key={id} tone="warn" title={strings.hostAway(visibleText(name))}>
          <p>{strings.hostAwaySentence}</p>
        </Notice>
      ))}
      <Refusals updates={updates} all={all.length} inventory={inventory} />
      <Waiting updates={updates} all={all.length} />
      {all.length > WATCHED_CONTAINERS ? (
        <p class="use-note muted">{strings.tooMany(WATCHED_CONTAINERS, all.length)}</p>
      ) : null}
      {paused === undefined ? null : <p class="use-note muted">{strings.containerPaused(visibleText(paused.name))}</p>}
    </>
  );
}

interface UpdatesProps {
  readonly updates: readonly StatsUpdate[];
  readonly all: number;
}

function Waiting({ updates, all }: UpdatesProps) {
  const waiting = updates.flatMap(({ absence }) => (absence?.kind === "waiting" ? [absence.streams] : []));
  const [streams] = waiting;
  if (streams === undefined) return null;
  return (
    <p class="use-note muted" role="status">
      {strings.waiting(waiting.length, all, streams)}
    </p>
  );
}

function Refusals({ updates, all, inventory }: UpdatesProps & { inventory: Inventory }) {
  const refused = updates.flatMap(({ ref, absence }) =>
    absence?.kind === "refused" ? [{ host: ref.host, error: absence.error }] : [],
  );
  const [first] = refused;
  if (first === undefined) return null;
  const host = visibleText(inventory.hosts.get(first.host)?.name ?? first.host);
  return (
    <Notice
      tone="bad"
      title={refused.length === all ? strings.refused(host) : strings.someRefused(refused.length, all)}
    >
      <p>{visibleText(`${first.error.title}. ${first.error.sentence}`)}</p>
      <p class="muted">{visibleText(first.error.hint)}</p>
    </Notice>
  );
}
