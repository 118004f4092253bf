import type { Host } from "@quayside/core/model/host.ts";
import { DropDown } from "../controls/drop-down.tsx";
import { Icon } from "../controls/icon.tsx";
import type { MenuEntry } from "../controls/menu.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { HostsModel } from "./hosts-model.ts";
import { movesOf } from "./sections.ts";
import { strings } from "./strings.ts";

type Command = keyof typeof strings.commands;

/** What can be done with one host; what can't be done now says why. */
export function menuOf(host: Host, hosts: readonly Host[]): readonly (readonly (MenuEntry & { id: Command })[])[] {
  const { commands, reason } = strings;
  const { up, down } = movesOf(hosts, host.id);
  const found = host.found ? reason.found : undefined;
  const disabled = host.state.kind === "disabled";
  const entry = (id: Command, why?: string): MenuEntry & { id: Command } => ({
    id,
    label: commands[id],
    reason: why,
  });
  return [
    [
      host.found ? entry("adopt", host.connection.kind === "demo" ? reason.demo : undefined) : entry("edit"),
      entry("duplicate", found),
      entry(disabled ? "enable" : "disable", found),
      host.isDefault ? entry("noDefault") : entry("makeDefault", disabled ? reason.disabled : undefined),
    ],
    [
      entry("up", found ?? (up === undefined ? reason.first : undefined)),
      entry("down", found ?? (down === undefined ? reason.last : undefined)),
      entry("copyAddress"),
    ],
    [entry("remove", found)],
  ];
}

function run(model: HostsModel, host: Host, command: Command): void {
  const { actions } = model;
  const { up, down } = movesOf(model.hosts.value, host.id);
  const does: Readonly<Record<Command, () => unknown>> = {
    edit: () => model.edit(host),
    adopt: () => model.adopt(host),
    duplicate: () => actions.duplicate(host),
    enable: () => actions.setEnabled(host, true),
    disable: () => actions.setEnabled(host, false),
    makeDefault: () => actions.setDefault(host),
    noDefault: () => actions.setDefault(undefined),
    up: () => up && actions.move(host, up, true),
    down: () => down && actions.move(host, down, false),
    copyAddress: () => actions.copyAddress(host),
    remove: () => {
      model.question.value = { about: "remove", host };
    },
  };
  does[command]();
}

export function HostMenu({ model, host }: { model: HostsModel; host: Host }) {
  const groups = menuOf(host, model.hosts.value);
  return (
    <DropDown
      label={strings.more(visibleText(host.name))}
      groups={groups}
      onPick={(id) => {
        const entry = groups.flat().find((one) => one.id === id);
        if (entry !== undefined) run(model, host, entry.id);
      }}
      align="right"
      bare
    >
      <Icon name="more" />
    </DropDown>
  );
}
