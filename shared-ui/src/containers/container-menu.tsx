import type { HomeView } from "../app/home-views.ts";
import { Menu, type MenuEntry } from "../controls/menu.tsx";
import { visibleText } from "../text/visible-text.ts";
import { commandKeys, firstPort, menuCommands } from "./commands.ts";
import { commandIcons } from "./container-row.tsx";
import type { ContainersModel } from "./containers-model.ts";
import { strings } from "./strings.ts";
import type { TableController } from "./table-controller.ts";
import type { Command } from "./vocabulary.ts";

/** The menu of one container: what can't be done now says why. It follows the container while it is open. */
export function ContainerMenu({ model, controller }: { model: ContainersModel; controller: TableController }) {
  const open = controller.menu.value;
  if (open === undefined) return null;
  void model.actions.pending.value;
  const container = model.inventory.value?.containers.get(open.key) ?? open.container;
  const port = firstPort(container);
  const groups = menuCommands(container);
  const [flow = [], ...others] = groups;
  const host = model.inventory.value?.hosts.get(container.host);
  const { homeViews } = model.home;
  const views = (host && homeViews?.of(host)) ?? [];
  const viewLabel = (view: HomeView): string => strings.homeViews[view](homeViews?.name ?? "");
  const viewEntry = (view: HomeView): MenuEntry => ({ id: view, label: viewLabel(view), icon: "link" });
  const entry = (command: Command): MenuEntry => ({
    id: command,
    label: command === "port" && port !== undefined ? strings.openPortCommand(port) : strings.commands[command],
    icon: commandIcons[command],
    keyName: commandKeys[command],
    reason: controller.whyNot(command, container, open.key),
  });
  return (
    <Menu
      label={strings.actionsFor(visibleText(container.name))}
      groups={[
        flow.map(entry),
        ...(views.length === 0 ? [] : [views.map(viewEntry)]),
        ...others.map((group) => group.map(entry)),
      ]}
      anchor={open.anchor}
      onPick={(id) => {
        const command = groups.flat().find((one) => one === id);
        if (command !== undefined) controller.run(command, container);
        const view = views.find((one) => one === id);
        if (view !== undefined) void model.actions.openView(container, view, viewLabel(view));
      }}
      onClose={() => {
        controller.menu.value = undefined;
      }}
      onFocusLost={() => controller.view?.focusActive()}
    />
  );
}
