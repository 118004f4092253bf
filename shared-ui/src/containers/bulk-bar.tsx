import { Button } from "../controls/button.tsx";
import { visibleText } from "../text/visible-text.ts";
import { commandIcons } from "./container-row.tsx";
import type { ContainersModel } from "./containers-model.ts";
import { nothingSelected } from "./selection.ts";
import { strings } from "./strings.ts";
import type { TableController } from "./table-controller.ts";
import type { BulkAction } from "./vocabulary.ts";

const ACTIONS = ["start", "restart", "stop", "remove"] as const satisfies readonly BulkAction[];

/** What can be done with all that are picked; a figure on a button tells that it fits only some of them. */
export function BulkBar({ model, controller }: { model: ContainersModel; controller: TableController }) {
  const picked = model.selection.value.keys;
  if (picked.size === 0) return null;
  // Read so that the buttons follow: `possible` looks at both without subscribing.
  const inventory = model.inventory.value;
  void model.actions.pending.value;
  const hostIds = new Set([...picked].map((key) => inventory?.containers.get(key)?.host ?? ""));
  const hosts = [...hostIds].map((id) => visibleText(inventory?.hosts.get(id)?.name ?? id));
  return (
    <div class="bulk" role="toolbar" aria-label={strings.selectionActions}>
      <span class="b" role="status">
        {strings.selected(picked.size)}
      </span>
      <span class="muted hide-560 t">{strings.selectedOn(hosts)}</span>
      <span class="vsep" />
      {ACTIONS.map((action) => {
        const possible = controller.possible(action);
        const label = strings.commands[action];
        const all = possible.length === picked.size || possible.length === 0;
        return (
          <Button
            key={action}
            icon={commandIcons[action]}
            title={label}
            reason={possible.length === 0 ? strings.reason.noneOfThem : undefined}
            onClick={() => void model.actions.run(action, possible)}
          >
            <span class="label-560">{all ? label : strings.partOf(label, possible.length)}</span>
          </Button>
        );
      })}
      <Button icon="logs" title={strings.logsTogether} onClick={() => void controller.showLogs()}>
        <span class="label-560">{strings.commands.logs}</span>
      </Button>
      <span class="grow" />
      <Button kind="quiet" onClick={() => model.select(nothingSelected)}>
        {strings.clear}
        <span class="kbd hide-760" aria-hidden="true">
          Esc
        </span>
      </Button>
    </div>
  );
}
