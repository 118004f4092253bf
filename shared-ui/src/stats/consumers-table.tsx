import type { Container } from "@quayside/core/model/container.ts";
import type { StatsSample } from "@quayside/core/model/container-stats.ts";
import { refKey } from "@quayside/core/model/ref.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { bytes } from "../text/bytes.ts";
import { percent } from "../text/percent.ts";
import { visibleText } from "../text/visible-text.ts";
import { type ConsumerColumn, consumerColumns, sortedConsumers } from "./consumers.ts";
import type { StatsModel } from "./stats-model.ts";
import { strings } from "./strings.ts";
import { rate } from "./units.ts";

/** More are not the top any more. */
const ROWS = 100;

const titles: Readonly<Record<ConsumerColumn, string>> = {
  ...{ name: strings.container, cpu: strings.cpu, memory: strings.memory },
  ...{ network: strings.network, block: strings.block, pids: strings.pids },
};

/** Undefined where it isn't known. */
function textOf(sample: StatsSample, column: ConsumerColumn): string | undefined {
  const { cpuPercent, memory, network, block, pids } = sample;
  switch (column) {
    case "name":
      return undefined;
    case "cpu":
      return cpuPercent === undefined ? undefined : percent(cpuPercent);
    case "memory":
      return memory === undefined ? undefined : bytes(memory.used);
    case "network":
      return network === undefined ? undefined : rate(network.received + network.sent);
    case "block":
      return block === undefined ? undefined : rate(block.read + block.written);
    case "pids":
      return pids === undefined ? undefined : String(pids);
  }
}

/** Who uses most, of those that the charts add up. */
export function ConsumersTable({ model, inventory }: { model: StatsModel; inventory: Inventory }) {
  const all = model.alive.value;
  const sort = model.sort.value;
  const rows = sortedConsumers(all, sort, model.smoothed.value);
  const order = sort.descending ? "descending" : "ascending";
  return (
    <section aria-label={strings.consumers}>
      <div class="use-bar">
        <h2>{strings.consumers}</h2>
        <span class="muted">{strings.running(all.length)}</span>
      </div>
      <table class="values consumers">
        <thead>
          <tr>
            {consumerColumns.map((column) => (
              <th
                scope="col"
                key={column}
                class={column === "name" ? "" : `num k-${column}`}
                aria-sort={sort.column === column ? order : "none"}
              >
                <button type="button" onClick={() => model.sortBy(column)} title={strings.sortBy(titles[column])}>
                  {titles[column]}
                  <span aria-hidden="true">{sort.column === column ? (sort.descending ? " ↓" : " ↑") : ""}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, ROWS).map((container) => (
            <Consumer key={refKey(container)} model={model} inventory={inventory} container={container} />
          ))}
        </tbody>
      </table>
      {rows.length > ROWS ? <p class="muted small">{strings.more(rows.length - ROWS)}</p> : null}
    </section>
  );
}

interface RowProps {
  readonly model: StatsModel;
  readonly inventory: Inventory;
  readonly container: Container;
}

function Consumer({ model, inventory, container }: RowProps) {
  const { host, name } = container;
  const update = model.use.updates.value.get(refKey(container));
  const sample = update?.sample ?? undefined;
  const scope = model.scope.value;
  const why = update?.absence === undefined ? strings.notKnown : strings.absence(update.absence.kind);
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          class="link t"
          title={strings.look(visibleText(name))}
          onClick={() => model.look({ kind: "container", host, name })}
        >
          {visibleText(name)}
        </button>
        {scope.kind === "all" ? (
          <span class="muted t hide-560"> {visibleText(inventory.hosts.get(host)?.name ?? host)}</span>
        ) : null}
      </th>
      {consumerColumns.slice(1).map((column) => {
        const text = sample === undefined ? undefined : textOf(sample, column);
        const absent = sample !== undefined && column === "network" ? strings.noneOfItsOwn : why;
        return (
          <td key={column} class={`num k-${column}`}>
            {text ?? (
              <span class="muted" title={absent}>
                <span aria-hidden="true">–</span>
                <span class="sr">{absent}</span>
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
