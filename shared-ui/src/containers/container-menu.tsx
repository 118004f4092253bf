import type { Container } from "@quayside/core/model/container.ts";
import type { HomeView, HomeViews } from "../app/home-views.ts";
import { type Anchor, Menu, type MenuEntry } from "../controls/menu.tsx";
import { visibleText } from "../text/visible-text.ts";
import { commandKeys, firstPort, menuCommands } from "./commands.ts";
import { commandIcons } from "./container-row.tsx";
import { strings } from "./strings.ts";
import type { Command } from "./vocabulary.ts";

interface Props {
  readonly container: Container;
  /** What its home shows of it by itself. */
  readonly views: readonly HomeView[];
  readonly homeViews: HomeViews | undefined;
  readonly anchor: Anchor;
  /** What is of no use where the menu is. */
  readonly without?: readonly Command[];
  /** Whether its keys do the same while it is closed. */
  readonly keys: boolean;
  readonly whyNot: (command: Command) => string | undefined;
  readonly onCommand: (command: Command) => void;
  readonly onView: (view: HomeView, label: string) => void;
  readonly onClose: () => void;
  readonly onFocusLost?: () => void;
}

/** The menu of one container: what can't be done now says why. */
export function ContainerMenu(props: Props) {
  const { container, views, homeViews, anchor, without = [], keys, whyNot, onCommand, onView } = props;
  const port = firstPort(container);
  const groups = menuCommands(container).map((group) => group.filter((command) => !without.includes(command)));
  const [flow = [], ...others] = groups;
  const viewLabel = (view: HomeView): string => strings.homeViews[view](homeViews?.name ?? "");
  const viewEntry = (view: HomeView): MenuEntry => ({ id: view, label: viewLabel(view), icon: "link" });
  const entry = (command: Command): MenuEntry => ({
    id: command,
    label: command === "port" && port !== undefined ? strings.openPortCommand(port) : strings.commands[command],
    icon: commandIcons[command],
    keyName: keys ? commandKeys[command] : undefined,
    reason: whyNot(command),
  });
  return (
    <Menu
      label={strings.actionsFor(visibleText(container.name))}
      groups={[
        flow.map(entry),
        ...(views.length === 0 ? [] : [views.map(viewEntry)]),
        ...others.map((group) => group.map(entry)),
      ]}
      anchor={anchor}
      onPick={(id) => {
        const command = groups.flat().find((one) => one === id);
        if (command !== undefined) onCommand(command);
        const view = views.find((one) => one === id);
        if (view !== undefined) onView(view, viewLabel(view));
      }}
      onClose={props.onClose}
      {...(props.onFocusLost === undefined ? {} : { onFocusLost: props.onFocusLost })}
    />
  );
}
