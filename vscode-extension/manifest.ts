// What package.json contributes, made of the tables that the code uses too. `write-manifest.ts` writes it there.
import { type CommandSpec, commands, forSelection } from "./src/contributions/commands.ts";
import { contextKeys, hostsView, terminalProfile, viewContainer, walkthrough } from "./src/contributions/names.ts";
import { settings } from "./src/contributions/settings.ts";

export interface Manifest {
  readonly contributes: Readonly<Record<string, unknown>>;
  /** `package.nls.json`: every text that a person reads, by the key that stands for it in `contributes`. */
  readonly texts: Readonly<Record<string, string>>;
}

const category = "Quayside";
const icon = "resources/quayside.svg";

export function manifest(): Manifest {
  const texts: Record<string, string> = {
    description: "Every Docker host, in your editor: containers, logs and terminals of all of them at once.",
  };
  const text = (key: string, words: string): string => {
    texts[key] = words;
    return `%${key}%`;
  };
  const contributes = {
    viewsContainers: { activitybar: [{ id: viewContainer, title: "Quayside", icon }] },
    views: {
      [viewContainer]: [{ id: hostsView, name: text("view.hosts", "Hosts"), icon, contextualTitle: "Quayside" }],
    },
    viewsWelcome: viewsWelcome(text),
    commands: all.map(([command, spec]) => ({
      ...{ command, title: text(`command.${command.replace("quayside.", "")}`, spec.title), category },
      ...(spec.icon === undefined ? {} : { icon: `$(${spec.icon})` }),
    })),
    menus: menus(),
    terminal: {
      profiles: [{ id: terminalProfile, title: text("terminalProfile", "Container (Quayside)"), icon: "$(terminal)" }],
    },
    keybindings: all.flatMap(([command, { key, mac, on, inTerminal }]) =>
      key === undefined
        ? []
        : [
            {
              command,
              key,
              ...(mac === undefined ? {} : { mac }),
              when: inTerminal === true ? `terminalFocus && ${contextKeys.inTerminal}` : inView,
              ...(on === undefined ? {} : { args: forSelection }),
            },
          ],
    ),
    configuration: {
      title: "Quayside",
      properties: Object.fromEntries(
        Object.entries(settings).map(([id, { description, ...schema }]) => {
          const key = `setting.${id.replace("quayside.", "")}`;
          return [id, { ...schema, scope: "machine", markdownDescription: text(key, description) }];
        }),
      ),
    },
    walkthroughs: [walkthroughSteps(text)],
  };
  return { contributes, texts };
}

const all: readonly (readonly [string, CommandSpec])[] = Object.entries(commands);
const inView = `focusedView == ${hostsView} && !inputFocus`;

type Text = (key: string, words: string) => string;

function menus(): Record<string, unknown> {
  const view = `view == ${hostsView}`;
  const onNode = ({ on, need }: CommandSpec): string =>
    `${view} && viewItem =~ /${on}/${need === undefined ? "" : ` && !(viewItem =~ /\\.no-${need}/)`}`;
  return {
    "view/title": all.flatMap(([command, { head, when }]) =>
      head === undefined
        ? []
        : [{ command, when: [view, ...(when === undefined ? [] : [when])].join(" && "), group: head }],
    ),
    "view/item/context": all.flatMap(([command, spec]) => {
      if (spec.on === undefined) return [];
      const when = onNode(spec);
      const many = spec.single === true ? `${when} && !listMultiSelection` : when;
      return [
        ...(spec.inline === undefined
          ? []
          : [{ command, when: onNode({ ...spec, on: spec.inlineOn ?? spec.on }), group: `inline@${spec.inline}` }]),
        { command, when: many, group: spec.group },
      ];
    }),
    "terminal/context": all.flatMap(([command, { inTerminal, when }]) =>
      inTerminal === true ? [{ command, when, group: "1_create" }] : [],
    ),
    commandPalette: all.flatMap(([command, { when, hidden }]) =>
      hidden === true ? [{ command, when: "false" }] : when === undefined ? [] : [{ command, when }],
    ),
  };
}

/** One filled button each: a link that stands alone on its line is drawn as a button, one within a sentence as a link. */
function viewsWelcome(text: Text): unknown[] {
  const none =
    "No Docker engine was found on this computer. Start Docker and it appears here by itself, or add a host that runs elsewhere.\n[Add a Host](command:quayside.addHost)\nIs it running already? [Look again](command:quayside.refresh).";
  const failed =
    "Quayside can’t use its own files, so it shows no hosts. Its log says why.\n[Try Again](command:quayside.refresh)\nOr [show the log](command:quayside.showLog).";
  return [
    { view: hostsView, contents: text("welcome.none", none), when: `!${contextKeys.failed}` },
    { view: hostsView, contents: text("welcome.failed", failed), when: contextKeys.failed },
  ];
}

function walkthroughSteps(text: Text): unknown {
  const step = (
    id: string,
    title: string,
    description: string,
    completionEvents: readonly string[],
    altText: string,
  ) => ({
    id,
    title: text(`walkthrough.${id}.title`, title),
    description: text(`walkthrough.${id}.description`, description),
    media: { image: `resources/walkthrough/${id}.png`, altText: text(`walkthrough.${id}.alt`, altText) },
    completionEvents,
  });
  return {
    id: walkthrough,
    title: text("walkthrough.title", "Get started with Quayside"),
    description: text("walkthrough.description", "All your Docker hosts in one tree."),
    icon: "resources/quayside.png",
    steps: [
      step(
        "hosts",
        "See your containers",
        "Quayside’s icon opens a tree of all hosts. The engine of this computer is there by itself.\n[Open the Hosts view](command:quayside.hosts.focus)",
        [`onView:${hostsView}`],
        "The Hosts view with the containers of two hosts.",
      ),
      step(
        "add",
        "Add another host",
        "Docker contexts and sockets are found by themselves; you only choose.\n[Add a Host](command:quayside.addHost)",
        ["onCommand:quayside.addHost"],
        "The list of hosts that were found.",
      ),
      step(
        "logs",
        "Follow the logs",
        "Logs open in an editor tab and go on when the container restarts.\n[Show Logs](command:quayside.showLogs)",
        ["onCommand:quayside.showLogs"],
        "The log lines of a container in an editor tab.",
      ),
      step(
        "terminal",
        "Open a terminal",
        "A shell in the container, through the engine’s own API: no docker command line is needed.\n[Open a Terminal](command:quayside.openTerminal)",
        ["onCommand:quayside.openTerminal"],
        "A shell in a container.",
      ),
    ],
  };
}
