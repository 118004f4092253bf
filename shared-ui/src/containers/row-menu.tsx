import { ContainerMenu } from "./container-menu.tsx";
import type { ContainersModel } from "./containers-model.ts";
import type { TableController } from "./table-controller.ts";

/** The menu of a row. It follows the container while it is open. */
export function RowMenu({ model, controller }: { model: ContainersModel; controller: TableController }) {
  const open = controller.menu.value;
  if (open === undefined) return null;
  void model.actions.pending.value;
  const container = model.inventory.value?.containers.get(open.key) ?? open.container;
  const host = model.inventory.value?.hosts.get(container.host);
  const { homeViews } = model.home;
  return (
    <ContainerMenu
      container={container}
      views={(host && homeViews?.of(host)) ?? []}
      homeViews={homeViews}
      anchor={open.anchor}
      keys
      whyNot={(command) => controller.whyNot(command, container, open.key)}
      onCommand={(command) => controller.run(command, container)}
      onView={(view, label) => void model.actions.openView(container, view, label)}
      onClose={() => {
        controller.menu.value = undefined;
      }}
      onFocusLost={() => controller.view?.focusActive()}
    />
  );
}
