import type { Limits, SecurityOptions } from "@quayside/core/model/container-details.ts";
import { bytes } from "../text/bytes.ts";
import { number } from "../text/count.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { Fact } from "./fact.tsx";
import type { PageProps } from "./page.ts";
import { strings } from "./strings.ts";

type Line = readonly [name: string, value: string, tone?: "warn"];

function limitLines(limits: Limits): readonly Line[] {
  const { limit } = strings;
  const { memory, memoryReservation, memorySwap, cpus, cpuShares, cpuset, pids, ulimits } = limits;
  const size = (name: string, value: number | undefined): Line[] => (value === undefined ? [] : [[name, bytes(value)]]);
  const count = (name: string, value: number | undefined): Line[] =>
    value === undefined ? [] : [[name, number(value)]];
  return [
    ...size(limit.memory, memory),
    ...size(limit.memorySwap, memorySwap),
    ...size(limit.memoryReservation, memoryReservation),
    ...count(limit.cpus, cpus),
    ...count(limit.cpuShares, cpuShares),
    ...(cpuset === undefined ? [] : [[limit.cpuset, cpuset] as const]),
    ...count(limit.pids, pids),
    ...(ulimits.length === 0 ? [] : [[limit.ulimits, ulimits.join(", ")] as const]),
  ];
}

/** What gives it more than usual is marked: that is what one looks for. */
function rightLines(security: SecurityOptions): readonly Line[] {
  const { right } = strings;
  const { privileged, readOnlyRoot, addedCapabilities, droppedCapabilities, options, shared, devices } = security;
  const list = (name: string, values: readonly string[], tone?: "warn"): Line[] =>
    values.length === 0 ? [] : [[name, values.join(", "), ...(tone === undefined ? [] : [tone])] as unknown as Line];
  return [
    ...(privileged ? [[right.privileged, right.everything, "warn"] as const] : []),
    ...(readOnlyRoot ? [[right.root, strings.readOnly] as const] : []),
    ...list(right.added, addedCapabilities, "warn"),
    ...list(right.dropped, droppedCapabilities),
    ...list(right.options, options, options.some((option) => option.endsWith("unconfined")) ? "warn" : undefined),
    ...shared.map(([namespace, mode]): Line => [right.shared(namespace), mode, "warn"]),
    ...list(right.devices, devices, "warn"),
  ];
}

export function LimitsAndRights({ page }: PageProps) {
  const details = page.details.details.value;
  if (details === undefined) return null;
  const lines = [...limitLines(details.limits), ...rightLines(details.security)];
  return (
    <section>
      <div class="section-head">
        <h2>{strings.limits}</h2>
      </div>
      {lines.length === 0 ? <p class="muted">{strings.noLimits}</p> : null}
      <dl class="page-facts">
        {lines.map(([name, value, tone = ""]) => (
          <Fact key={`${name} ${value}`} name={name}>
            <span class={tone}>{visibleText(shortened(value, 1000))}</span>
          </Fact>
        ))}
      </dl>
    </section>
  );
}
