import { contextKeys } from "./names.ts";

/** One command as package.json and the code know it: the whole of its contributions derives from this. */
export interface CommandSpec {
  /** Ends in "…" where a question follows. */
  readonly title: string;
  /** A codicon. */
  readonly icon?: string;
  /** Which nodes it is for: a regular expression on their `contextValue`. */
  readonly on?: string;
  /** What the access level of the node's host must allow at least; core refuses it anyhow. */
  readonly need?: "operate" | "admin";
  /** Its place in the node's menu, as VS Code writes it: "2_run@1". */
  readonly group?: string;
  /** Its place among the buttons in the row. */
  readonly inline?: number;
  /** Which of the nodes have that button, where it isn't all. */
  readonly inlineOn?: string;
  /** Only for one node at a time. */
  readonly single?: true;
  /** Its place in the view's head. */
  readonly head?: string;
  /** When it is of use at all, beyond the node. */
  readonly when?: string;
  /** It is about the terminal that is shown: its menu has it, and its key holds there. */
  readonly inTerminal?: true;
  /** Its key while the view has the focus. */
  readonly key?: string;
  readonly mac?: string;
  /** Not in the command palette: without a node it means nothing. */
  readonly hidden?: true;
}

const reachable = "\\.container\\.online";
const alive = `${reachable}\\.alive`;
const anyFolder = "\\.(folder|files)\\.online";
const anyFile = "\\.(file|folder|special)\\.online";
const anyHost = "\\.host\\.(found|added)\\.online";

/** In the order of the palette. What the nodes are called: `tree/node-view.ts`. */
export const commands = {
  "quayside.showContainers": { title: "Show Containers Panel", icon: "table", head: "navigation@2" },
  "quayside.searchLogs": { title: "Search Logs of All Containers…", icon: "search", head: "0_panels@4" },
  "quayside.showEvents": { title: "Show Events Panel", icon: "history", head: "0_panels@5" },
  "quayside.showTerminals": { title: "Show Terminals Panel", icon: "terminal", head: "0_panels@2" },
  "quayside.showStats": { title: "Show Stats Panel", icon: "pulse", head: "0_panels@3" },
  "quayside.showHosts": { title: "Show Hosts Panel", icon: "server", head: "0_panels@1" },
  "quayside.openContainer": {
    title: "Open Container",
    icon: "preview",
    on: "\\.container\\.",
    group: "1_open@0",
    single: true,
  },
  "quayside.showLogs": {
    title: "Show Logs",
    icon: "output",
    on: `\\.(container|stack)\\.online|${anyHost}`,
    group: "1_open@1",
    inline: 1,
    inlineOn: reachable,
    key: "alt+l",
  },
  "quayside.openTerminal": {
    ...{
      title: "Open Terminal",
      icon: "terminal",
      on: `${alive}\\.running`,
      need: "operate",
      group: "1_open@2",
      inline: 2,
      single: true,
    },
    key: "alt+t",
  },
  "quayside.openTerminalWith": {
    title: "Open Terminal With…",
    icon: "terminal",
    on: `${alive}\\.running`,
    need: "operate",
    group: "1_open@3",
    single: true,
  },
  "quayside.attach": {
    title: "Attach to Main Process…",
    icon: "plug",
    on: `${alive}\\.running`,
    need: "operate",
    group: "1_open@4",
    single: true,
  },
  "quayside.openDebugShell": {
    title: "Open Debug Shell…",
    icon: "debug",
    on: `${alive}\\.running`,
    need: "admin",
    group: "1_open@5",
    single: true,
  },
  "quayside.openPort": {
    title: "Open Port in Browser",
    icon: "globe",
    on: `${alive}.*\\.ports`,
    group: "1_open@8",
    single: true,
  },
  "quayside.openPortLocally": {
    title: "Open Port Locally…",
    icon: "plug",
    on: `${alive}\\.running.*\\.forwards`,
    need: "operate",
    group: "1_open@9",
    single: true,
  },
  "quayside.showFiles": {
    ...{
      title: "Show Files",
      icon: "folder",
      on: "\\.(container|volume)\\.online",
      need: "operate",
      group: "1_open@6",
      single: true,
    },
    key: "alt+f",
  },
  "quayside.attachFiles": {
    title: "Attach Files to Workspace",
    icon: "root-folder-opened",
    on: "\\.(container|volume)\\.online",
    need: "operate",
    group: "1_open@7",
    single: true,
  },
  "quayside.showOpenPorts": { title: "Show Open Ports", icon: "plug", head: "1_more@2" },
  "quayside.start": { title: "Start", icon: "play", on: "\\.online.*\\.stopped", need: "operate", group: "2_run@1" },
  "quayside.stop": {
    title: "Stop",
    icon: "debug-stop",
    on: "\\.(container|stack)\\.online\\.alive",
    need: "operate",
    group: "2_run@2",
  },
  "quayside.restart": {
    title: "Restart",
    icon: "debug-restart",
    on: "\\.(container|stack)\\.online",
    need: "operate",
    group: "2_run@3",
  },
  "quayside.pause": {
    title: "Pause",
    icon: "debug-pause",
    on: `${alive}\\.running`,
    need: "operate",
    group: "2_run@4",
  },
  "quayside.unpause": {
    title: "Resume",
    icon: "debug-continue",
    on: `${alive}\\.paused`,
    need: "operate",
    group: "2_run@5",
  },
  "quayside.inspect": {
    title: "Inspect",
    icon: "json",
    on: "\\.(container|image|volume|network)\\.online",
    group: "3_look@1",
    single: true,
  },
  "quayside.copyName": {
    title: "Copy Name",
    icon: "copy",
    on: "\\.(container|image|volume|network)\\.",
    group: "3_look@2",
    key: "ctrl+c",
    mac: "cmd+c",
  },
  "quayside.copyId": { title: "Copy ID", icon: "copy", on: "\\.(container|image|network)\\.", group: "3_look@3" },
  "quayside.rename": {
    title: "Rename…",
    icon: "edit",
    on: reachable,
    need: "admin",
    group: "4_change@1",
    single: true,
    key: "f2",
  },
  "quayside.kill": { title: "Kill…", icon: "zap", on: alive, need: "operate", group: "4_change@2" },
  "quayside.remove": {
    title: "Remove…",
    icon: "trash",
    on: reachable,
    need: "admin",
    group: "4_change@3",
    key: "delete",
    mac: "cmd+backspace",
  },
  // Not only for one: with several rows selected elsewhere, the menu of a group would be empty.
  "quayside.pullImage": {
    title: "Pull Image…",
    icon: "cloud-download",
    on: `${anyHost}|\\.images\\.online`,
    need: "admin",
    group: "5_new@1",
    inline: 1,
    inlineOn: "\\.images\\.online",
  },
  "quayside.createVolume": {
    title: "Create Volume…",
    icon: "add",
    on: `${anyHost}|\\.volumes\\.online`,
    need: "admin",
    group: "5_new@2",
    inline: 1,
    inlineOn: "\\.volumes\\.online",
  },
  "quayside.createNetwork": {
    title: "Create Network…",
    icon: "add",
    on: `${anyHost}|\\.networks\\.online`,
    need: "admin",
    group: "5_new@3",
    inline: 1,
    inlineOn: "\\.networks\\.online",
  },
  "quayside.sizeVolumes": {
    title: "Size Volumes",
    icon: "graph",
    on: "\\.volumes\\.online",
    group: "6_read@1",
  },
  "quayside.refreshResources": {
    title: "Refresh Images, Volumes and Networks",
    icon: "refresh",
    on: "\\.(images|volumes|networks)\\.online|\\.note\\.failed",
    group: "6_read@2",
    inline: 2,
  },
  "quayside.removeImage": {
    title: "Remove Image…",
    icon: "trash",
    on: "\\.image\\.online",
    need: "admin",
    group: "4_change@4",
  },
  "quayside.removeVolume": {
    title: "Remove Volume…",
    icon: "trash",
    on: "\\.volume\\.online",
    need: "admin",
    group: "4_change@5",
  },
  "quayside.removeNetwork": {
    title: "Remove Network…",
    icon: "trash",
    on: "\\.network\\.online(?!\\.builtin)",
    need: "admin",
    group: "4_change@6",
  },
  "quayside.openFile": {
    title: "Open",
    icon: "go-to-file",
    on: "\\.file\\.online",
    need: "operate",
    group: "1_open@1",
    hidden: true,
  },
  "quayside.newFile": {
    title: "New File…",
    icon: "new-file",
    on: anyFolder,
    need: "operate",
    group: "2_new@1",
    single: true,
    hidden: true,
  },
  "quayside.newFolder": {
    title: "New Folder…",
    icon: "new-folder",
    on: anyFolder,
    need: "operate",
    group: "2_new@2",
    single: true,
    hidden: true,
  },
  "quayside.downloadFile": {
    title: "Download…",
    icon: "cloud-download",
    on: "\\.(file|folder|files)\\.online",
    need: "operate",
    group: "3_transfer@1",
    single: true,
    hidden: true,
  },
  "quayside.uploadInto": {
    title: "Upload Into…",
    icon: "cloud-upload",
    on: anyFolder,
    need: "operate",
    group: "3_transfer@2",
    single: true,
    hidden: true,
  },
  "quayside.copyPath": {
    title: "Copy Path",
    icon: "copy",
    on: "\\.(file|folder|special|gone)\\.",
    group: "4_copy@1",
    hidden: true,
  },
  // Only by a program in the container: by the engine alone nothing can be renamed or deleted.
  "quayside.renameFile": {
    title: "Rename…",
    icon: "edit",
    on: `${anyFile}\\.shell`,
    need: "operate",
    group: "5_change@1",
    single: true,
    hidden: true,
  },
  "quayside.deleteFile": {
    title: "Delete…",
    icon: "trash",
    on: `${anyFile}\\.shell`,
    need: "operate",
    group: "5_change@2",
    hidden: true,
  },
  "quayside.refreshFiles": {
    title: "Refresh",
    icon: "refresh",
    on: `${anyFolder}|\\.file-note\\.failed`,
    group: "6_read@3",
    inline: 1,
    inlineOn: "\\.files\\.online|\\.file-note\\.failed",
    hidden: true,
  },
  "quayside.showMoreFiles": { title: "Show More Files", on: "\\.more-files", group: "1_open@1", hidden: true },
  "quayside.addHost": { title: "Add Host…", icon: "add", head: "navigation@1" },
  "quayside.retryHost": {
    title: "Try Again Now",
    icon: "refresh",
    on: "\\.host\\..*\\.unreachable|\\.note\\.unreachable",
    group: "1_host@1",
    inline: 1,
  },
  "quayside.forgetHostKey": {
    title: "Forget Old Key…",
    icon: "key",
    on: "\\.old-key",
    group: "1_host@2",
    single: true,
  },
  "quayside.editHost": {
    title: "Edit Host…",
    icon: "settings-gear",
    on: "\\.host\\.added",
    group: "2_host@0",
    single: true,
  },
  "quayside.renameHost": {
    title: "Rename Host…",
    icon: "edit",
    on: "\\.host\\.added",
    group: "2_host@1",
    single: true,
  },
  "quayside.setAccess": {
    title: "Set Access Level…",
    icon: "shield",
    on: "\\.host\\.added",
    group: "2_host@2",
    single: true,
  },
  "quayside.duplicateHost": {
    title: "Duplicate Host",
    icon: "files",
    on: "\\.host\\.added",
    group: "2_host@3",
    single: true,
  },
  "quayside.enableHost": {
    title: "Enable Host",
    icon: "debug-start",
    on: "\\.host\\.added\\.disabled",
    group: "1_host@2",
    inline: 1,
    single: true,
  },
  "quayside.disableHost": {
    title: "Disable Host",
    icon: "circle-slash",
    on: "\\.host\\.added\\.(connecting|online|unreachable)",
    group: "2_host@4",
    single: true,
  },
  "quayside.removeHost": {
    title: "Remove Host…",
    icon: "trash",
    on: "\\.host\\.added",
    group: "2_host@5",
    single: true,
  },
  "quayside.makeDefault": {
    title: "Make Default Host",
    icon: "star",
    on: "\\.host\\.(?!.*\\.default)",
    group: "3_host@1",
    single: true,
  },
  "quayside.moveHostUp": {
    title: "Move Host Up",
    icon: "arrow-up",
    on: "\\.host\\.added",
    group: "3_host@2",
    single: true,
    key: "alt+up",
  },
  "quayside.moveHostDown": {
    title: "Move Host Down",
    icon: "arrow-down",
    on: "\\.host\\.added",
    group: "3_host@3",
    single: true,
    key: "alt+down",
  },
  "quayside.openHostShell": {
    title: "Open Shell on Host",
    icon: "terminal",
    on: "\\.host\\..*\\.online.*\\.ssh",
    need: "admin",
    group: "1_host@2",
    single: true,
  },
  "quayside.splitTerminal": {
    title: "Split Terminal in Its Container",
    icon: "split-horizontal",
    inTerminal: true,
    when: contextKeys.inTerminal,
    key: "ctrl+shift+5",
    mac: "cmd+\\",
  },
  "quayside.endTerminals": {
    title: "End All Terminals…",
    icon: "trash",
    on: "\\.host\\.",
    group: "1_host@3",
    single: true,
  },
  "quayside.filter": {
    title: "Filter Containers…",
    icon: "filter",
    head: "navigation@3",
    when: "!quayside.filtered",
    key: "ctrl+alt+f",
    mac: "cmd+alt+f",
  },
  "quayside.clearFilter": { title: "Clear Filter", icon: "clear-all", head: "navigation@3", when: "quayside.filtered" },
  "quayside.refresh": { title: "Refresh", icon: "refresh", head: "navigation@4" },
  "quayside.importHosts": { title: "Import Hosts…", head: "1_hosts@1" },
  "quayside.exportHosts": { title: "Export Hosts…", head: "1_hosts@2" },
  "quayside.showLog": { title: "Show Quayside’s Log", head: "1_more@1" },
  "quayside.removeAllData": { title: "Remove All Quayside Data…", head: "2_more@1" },
} as const satisfies Readonly<Record<string, CommandSpec>>;

export type CommandId = keyof typeof commands;

export const commandIds = Object.keys(commands) as CommandId[];

/** Given with a command's key: it is for the nodes that are selected. The palette gives nothing, and a question is asked. */
export const forSelection = { of: "selection" } as const;
