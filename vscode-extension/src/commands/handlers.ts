// The third bundle: what the commands do, read when the first of them is run.
import type { CommandId } from "../contributions/commands.ts";
import { containerActions } from "./container-actions.ts";
import { containerViews } from "./container-views.ts";
import { fileCommands } from "./file-commands.ts";
import { alsoForFiles, fileTreeCommands } from "./file-tree-commands.ts";
import { forwardCommands } from "./forward-commands.ts";
import { hostCommands } from "./host-commands.ts";
import { hostListCommands } from "./host-list-commands.ts";
import { hostTransfer } from "./host-transfer.ts";
import type { Handlers, Parts } from "./parts.ts";
import { removeSelected } from "./remove-selected.ts";
import { resourceCommands } from "./resource-commands.ts";
import { terminalCommands } from "./terminal-commands.ts";
import { viewCommands } from "./view-commands.ts";

export { containerProfile } from "./terminal-commands.ts";

export function commandHandlers(parts: Parts, folder: string): Handlers<Exclude<CommandId, "quayside.showLog">> {
  const onContainers = containerActions(parts);
  const views = containerViews(parts);
  const onFiles = fileTreeCommands(parts);
  const remove = removeSelected(parts, onContainers["quayside.remove"]);
  return {
    ...onContainers,
    "quayside.remove": alsoForFiles(onFiles["quayside.deleteFile"], remove),
    "quayside.rename": alsoForFiles(onFiles["quayside.renameFile"], onContainers["quayside.rename"]),
    ...resourceCommands(parts),
    ...views,
    "quayside.copyName": alsoForFiles(onFiles["quayside.copyPath"], views["quayside.copyName"]),
    ...onFiles,
    ...terminalCommands(parts),
    ...hostCommands(parts),
    ...hostListCommands(parts),
    ...hostTransfer(parts),
    ...forwardCommands(parts),
    ...fileCommands(parts),
    ...viewCommands(parts, folder),
  };
}
