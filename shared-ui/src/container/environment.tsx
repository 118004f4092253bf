import { useSignal } from "@preact/signals";
import type { DetailsEnvironment } from "@quayside/core/model/container-details.ts";
import { record } from "../app/record.ts";
import { IconButton } from "../controls/button.tsx";
import { Segmented } from "../controls/segmented.tsx";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { differences, type EnvironmentRow, environmentRows } from "./environment-rows.ts";
import type { PageProps } from "./page.ts";
import { Mask } from "./secret.tsx";
import { SectionWaits } from "./section-waits.tsx";
import { ShowAll } from "./show-all.tsx";
import { strings } from "./strings.ts";

const SIGNS = { added: "+", removed: "−", same: "" } as const;
/** More are shown when somebody asks. */
const FIRST = 200;
/** All of it is copied, and stands in the Inspect tab. */
const LONGEST = 400;

/** The environment beside its image's. */
export function Environment({ page, container }: PageProps) {
  const environment = page.details.details.value?.environment;
  return (
    <section>
      {environment === undefined ? (
        <>
          <div class="section-head">
            <h2>{strings.environment}</h2>
          </div>
          <SectionWaits page={page} />
        </>
      ) : (
        <Variables key={container.id} page={page} container={container} environment={environment} />
      )}
    </section>
  );
}

function Variables({ page, environment }: PageProps & { environment: DetailsEnvironment }) {
  const memory = page.remembered("environment");
  const wantsAll = useSignal(record(memory.get()).all === true);
  const all = wantsAll.value || !environment.compared;
  const differ = differences(environment);
  const total = environment.entries.filter(({ kind }) => kind !== "removed").length;
  const same = environment.entries.length - differ;
  const pick = (value: "differences" | "all"): void => {
    wantsAll.value = value === "all";
    memory.set({ all: wantsAll.value });
  };
  return (
    <>
      <div class="section-head">
        <h2>{strings.environment}</h2>
        <span class="muted small t">
          {environment.entries.length === 0 ? "" : environment.compared ? strings.differ(differ) : strings.notCompared}
        </span>
        <span class="grow" />
        {environment.compared && environment.entries.length > 0 ? (
          <Segmented
            label={strings.whichVariables}
            options={[
              { value: "differences", label: strings.differences },
              { value: "all", label: strings.all(total) },
            ]}
            value={all ? "all" : "differences"}
            onPick={pick}
          />
        ) : null}
      </div>
      <Rows
        page={page}
        rows={environmentRows(environment, all)}
        none={all || environment.entries.length === 0 ? strings.noVariables : strings.asInImage}
      />
      {all || same === 0 || differ === 0 ? null : <p class="muted small below">{strings.moreSame(same)}</p>}
    </>
  );
}

function Rows({ page, rows, none }: Pick<PageProps, "page"> & { rows: readonly EnvironmentRow[]; none: string }) {
  const revealed = useSignal<ReadonlySet<string>>(new Set());
  const most = useSignal(FIRST);
  if (rows.length === 0) return <p class="muted">{none}</p>;
  const toggle = (key: string): void => {
    const next = new Set(revealed.value);
    if (!next.delete(key)) next.add(key);
    revealed.value = next;
  };
  return (
    <>
      <ul class="env card">
        {rows.slice(0, most.value).map((row) => (
          <Variable
            key={row.key}
            row={row}
            revealed={revealed.value.has(row.key)}
            onReveal={() => toggle(row.key)}
            onCopy={() => void page.actions.copy(row.value, strings.copiedValue(visibleText(shortened(row.name, 100))))}
          />
        ))}
      </ul>
      <ShowAll most={most} count={rows.length} />
    </>
  );
}

interface VariableProps {
  readonly row: EnvironmentRow;
  readonly revealed: boolean;
  readonly onReveal: () => void;
  readonly onCopy: () => void;
}

function Variable({ row: { name, value, secret, sign }, revealed, onReveal, onCopy }: VariableProps) {
  const shownName = visibleText(shortened(name, LONGEST));
  return (
    <li class={sign}>
      <span aria-hidden="true">{SIGNS[sign]}</span>
      <span class="t env-name" title={shownName}>
        <span class="sr">{strings.signs[sign]}</span>
        <bdi>{shownName}</bdi>
      </span>
      <span class="env-value">
        {secret && !revealed ? (
          <Mask />
        ) : value === "" ? (
          <span class="muted">{strings.empty}</span>
        ) : (
          <bdi>{visibleText(shortened(value, LONGEST))}</bdi>
        )}
      </span>
      <span class="env-acts">
        {secret ? (
          <IconButton
            icon="eye"
            label={revealed ? strings.hide(shownName) : strings.show(shownName)}
            pressed={revealed}
            onClick={onReveal}
          />
        ) : null}
        <IconButton icon="copy" class="env-copy" label={strings.copyValue(shownName)} onClick={onCopy} />
      </span>
    </li>
  );
}
