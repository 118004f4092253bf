import type { Host } from "@quayside/core/model/host.ts";
import { useLayoutEffect, useRef } from "preact/hooks";
import { visibleText } from "../text/visible-text.ts";
import { HostCard } from "./host-card.tsx";
import type { HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

/**
 * A card that moves in the document loses the focus, and one that is gone takes it along: it goes to the menu of the
 * card that had it, or to the head.
 */
function useKeptFocus(hosts: readonly Host[]) {
  const region = useRef<HTMLDivElement>(null);
  const last = useRef<string | undefined>(undefined);
  const order = hosts.map(({ id }) => id).join();
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (last.current === undefined || (focused !== null && focused !== document.body)) return;
    const card = region.current?.querySelector(`[data-host="${CSS.escape(last.current)}"]`);
    const heading = region.current?.closest(".panel")?.querySelector<HTMLElement>("h1");
    (card?.querySelector<HTMLElement>('[aria-haspopup="menu"]') ?? heading)?.focus({ preventScroll: true });
  }, [order]);
  const onFocusIn = (event: FocusEvent): void => {
    if (event.target instanceof Element)
      last.current = event.target.closest("[data-host]")?.getAttribute("data-host") ?? undefined;
  };
  return { region, onFocusIn };
}

export function Cards({ model }: { model: HostsModel }) {
  const { region, onFocusIn } = useKeptFocus(model.hosts.value);
  const counts = model.counts.value;
  return (
    <div ref={region} onFocusIn={onFocusIn}>
      {model.sections.value.map(({ group, hosts }) => (
        <section key={group ?? ""} aria-label={group === undefined ? strings.title : visibleText(group)}>
          {group === undefined ? null : (
            <h2 class="group-head t">
              <bdi>{visibleText(group)}</bdi>
            </h2>
          )}
          <div class="hosts">
            {hosts.map((host) => (
              <HostCard key={host.id} model={model} host={host} counts={counts.get(host.id)} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
