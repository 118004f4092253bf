import { useSignal } from "@preact/signals";
import type { Container } from "@quayside/core/model/container.ts";
import { useLayoutEffect } from "preact/hooks";
import { whyNot } from "../containers/commands.ts";
import { commandIcons } from "../containers/container-row.tsx";
import { strings as containers } from "../containers/strings.ts";
import type { HomeCommand } from "../containers/vocabulary.ts";
import { Menu, type MenuEntry } from "../controls/menu.tsx";
import type { Inventory } from "../inventory/inventory.ts";
import { visibleText } from "../text/visible-text.ts";
import type { LogSource } from "./log-sources.ts";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

const commands = ["open", "terminal", "files"] as const satisfies readonly HomeCommand[];

/** What is done with one of those whose lines are shown: it is gone to, or its lines alone are looked at. */
export function SourceMenu({ model }: { model: LogsModel }) {
  const open = model.sourceMenu.value;
  const inventory = useSignal<Inventory | undefined>(undefined);
  useLayoutEffect(() => {
    if (open === undefined) return;
    const over = new AbortController();
    void model.watchInventory((now) => {
      inventory.value = now;
    }, over.signal);
    return () => over.abort();
  }, [model, open]);
  if (open === undefined) return null;
  const { source, anchor } = open;
  const container = inventory.value && containerOf(inventory.value, source);
  const reason = (command: HomeCommand): string | undefined => {
    if (inventory.value === undefined) return strings.lookingForSource;
    if (container === undefined) return containers.reason.gone;
    return whyNot(command, container, inventory.value.hosts.get(container.host));
  };
  const several = model.sources.all.value.length > 1;
  const lines: readonly MenuEntry[] = [
    { id: "only", label: model.sources.isOnly(source) ? strings.allSources : strings.onlySource },
    { id: "toggle", label: model.sources.isOff(source) ? strings.showItsLines : strings.hideItsLines },
    { id: "remove", label: strings.removeSource(visibleText(source.name)) },
  ];
  return (
    <Menu
      // Its first entry has the focus, once it can be picked.
      key={inventory.value === undefined ? "looking" : "known"}
      label={strings.actionsForSource(visibleText(source.name), visibleText(source.hostName))}
      groups={[
        commands.map((id) => ({
          ...{ id, label: containers.commands[id], icon: commandIcons[id], reason: reason(id) },
        })),
        ...(several ? [lines] : []),
      ]}
      anchor={anchor}
      onPick={(id) => {
        const command = commands.find((one) => one === id);
        if (command !== undefined && container !== undefined) void model.containers.run(command, [container]);
        else if (id === "only") model.showOnly(source);
        else if (id === "toggle") model.toggle(source);
        else if (id === "remove") void model.remove(source);
      }}
      onClose={() => {
        model.sourceMenu.value = undefined;
      }}
    />
  );
}

/** The one that goes by this name now. */
function containerOf({ containers: all }: Inventory, { host, name }: LogSource): Container | undefined {
  return [...all.values()].find((container) => container.host === host && container.name === name);
}
