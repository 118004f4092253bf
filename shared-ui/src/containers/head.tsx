import { IconButton } from "../controls/button.tsx";
import type { ContainersModel } from "./containers-model.ts";
import { strings } from "./strings.ts";
import type { Facet } from "./vocabulary.ts";

function QuickFilter({
  model,
  facet,
  label,
  tone,
}: {
  model: ContainersModel;
  facet: Facet;
  label: string;
  tone: string;
}) {
  const { facets } = model.settings.value.filter;
  return (
    <button
      type="button"
      class={`tag ${tone}`}
      title={strings.onlyThese}
      aria-pressed={facets.length === 1 && facets[0] === facet}
      onClick={() => model.filterOnly(facet)}
    >
      {label}
    </button>
  );
}

export function Head({ model }: { model: ContainersModel }) {
  const totals = model.totals.value;
  return (
    <header class="head">
      <h1>{strings.title}</h1>
      {totals === undefined || totals.hosts + totals.unreachable === 0 ? null : (
        <span class="sum t">
          <span class="hide-560">{strings.summary(totals.containers, totals.hosts, totals.unreachable)}</span>
          <span class="only-narrow">{totals.containers}</span>
        </span>
      )}
      <span class="grow" />
      {totals === undefined ? null : (
        <span class="hide-760 row-x">
          {totals.running === 0 ? null : (
            <QuickFilter model={model} facet="running" label={strings.runningTag(totals.running)} tone="" />
          )}
          {totals.needALook === 0 ? null : (
            <QuickFilter model={model} facet="look" label={strings.lookTag(totals.needALook)} tone="bad" />
          )}
        </span>
      )}
      {model.home.addsHosts ? (
        <IconButton icon="add" label={strings.addHost} onClick={() => void model.actions.addHost()} />
      ) : null}
    </header>
  );
}
