import { useSignal } from "@preact/signals";
import { IconButton } from "../controls/button.tsx";
import { type Anchor, anchorOf, Menu, type MenuEntry } from "../controls/menu.tsx";
import { visibleText } from "../text/visible-text.ts";
import { ExportMenu } from "./exports.tsx";
import { timeStyles } from "./line-time.ts";
import { LinkSheet } from "./link-sheet.tsx";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

interface MenuProps {
  readonly model: LogsModel;
  readonly anchor: Anchor;
  readonly onClose: () => void;
  readonly onLink: () => void;
}

function LogsMenu({ model, anchor, onClose, onLink }: MenuProps) {
  const { wrap, timestamps } = model.settings.value;
  const picked = model.picks.count.value;
  const groups: MenuEntry[][] = [
    [{ id: "wrap", label: strings.wrap, checked: wrap }],
    timeStyles.map(
      (style): MenuEntry => ({ id: style, label: strings.timeStyles[style], checked: style === timestamps }),
    ),
    [
      { id: "select", label: strings.selectAll, icon: "logs", keyName: "Ctrl+A" },
      {
        id: "copy",
        label: picked === 0 ? strings.copyAll : strings.copySelected(picked),
        icon: "copy",
        keyName: "Ctrl+C",
      },
    ],
    [
      { id: "link", label: strings.goToLinkMenu, icon: "link" },
      { id: "end", label: strings.toEnd, icon: "dn" },
      { id: "clear", label: strings.clear, icon: "trash" },
    ],
  ];
  const actions: Readonly<Record<string, () => void>> = {
    wrap: () => model.change({ wrap: !wrap }),
    ...Object.fromEntries(timeStyles.map((style) => [style, () => model.change({ timestamps: style })])),
    select: () => model.picks.all(),
    copy: () => void model.picks.copy(),
    link: onLink,
    end: () => model.catchOn(),
    clear: () => model.clear(),
  };
  return (
    <Menu label={strings.more} groups={groups} anchor={anchor} onPick={(id) => actions[id]?.()} onClose={onClose} />
  );
}

export function LogsHead({ model }: { model: LogsModel }) {
  const { wrap, timestamps } = model.settings.value;
  const linking = useSignal(false);
  const menu = useSignal<Anchor | undefined>(undefined);
  const picked = model.picks.count.value;
  const { title, hostName } = model.input.value;
  const { length } = model.sources.all.value;
  const of =
    length > 1
      ? strings.merged(length, model.sources.hosts)
      : strings.of(visibleText(title), hostName === undefined ? undefined : visibleText(hostName));
  return (
    <header class="head">
      <h1>{strings.title}</h1>
      <span class="sum t">
        <bdi>{of}</bdi>
      </span>
      <span class="grow" />
      <IconButton
        icon="wrap"
        label={strings.wrap}
        pressed={wrap}
        class="hide-560"
        onClick={() => model.change({ wrap: !wrap })}
      />
      <IconButton
        icon="clock"
        label={strings.timestamps}
        pressed={timestamps !== "off"}
        class="hide-560"
        onClick={() => model.change({ timestamps: timestamps === "off" ? "local" : "off" })}
      />
      <IconButton
        icon="copy"
        label={picked === 0 ? strings.copyAll : strings.copySelected(picked)}
        class="hide-560"
        onClick={() => void model.picks.copy()}
      />
      <ExportMenu model={model} />
      <IconButton icon="trash" label={strings.clear} class="hide-560" onClick={() => model.clear()} />
      <IconButton
        icon="more"
        label={strings.more}
        popup
        expanded={menu.value !== undefined}
        onClick={(event) => {
          const anchor = event.currentTarget instanceof Element ? anchorOf(event.currentTarget, "right") : undefined;
          menu.value = menu.value === undefined ? anchor : undefined;
        }}
      />
      {menu.value === undefined ? null : (
        <LogsMenu
          model={model}
          anchor={menu.value}
          onLink={() => {
            linking.value = true;
          }}
          onClose={() => {
            menu.value = undefined;
          }}
        />
      )}
      {linking.value ? (
        <LinkSheet
          model={model}
          onClose={() => {
            linking.value = false;
          }}
        />
      ) : null}
    </header>
  );
}
