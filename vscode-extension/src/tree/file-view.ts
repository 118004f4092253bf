import { allows, containerNeeds } from "@quayside/core/model/access.ts";
import type { ContainerFile } from "@quayside/core/model/container-file.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { isDirectory, modeText, ownerText, shownName } from "@quayside/shared-ui/files/facts.ts";
import { bytes } from "@quayside/shared-ui/text/bytes.ts";
import { clockTime } from "@quayside/shared-ui/text/clock-time.ts";
import type { Translate } from "../l10n.ts";
import type { FileNode, FileNoteNode, FilesNode, MoreFilesNode } from "./file-nodes.ts";
import { forbidden, lineOf, type NodeView, reach } from "./node-words.ts";
import type { Tooltip } from "./tooltip-text.ts";

/** Whether files of what is on this host may be looked at: then each container and each volume has them below it. */
export function mayReadFiles({ access }: Host): boolean {
  return allows(access, containerNeeds.files);
}

/** "web on laptop" */
export function placeName({ named, host }: FileNode | FilesNode, t: Translate): string {
  return t("{0} on {1}", lineOf(named.name), lineOf(host.name));
}

export function filesView({ host, named }: FilesNode, t: Translate): NodeView {
  const label = t("Files");
  return {
    ...{ label, description: "", mark: { icon: "files" }, expandable: true, closed: true },
    contextValue: `.files.${reach(host)}${forbidden(host)}`,
    spoken: t("files of {0} on {1}", lineOf(named.name), lineOf(host.name)),
  };
}

export function fileView({ host, named, file, way }: FileNode, t: Translate): NodeView {
  const label = lineOf(shownName(file.name));
  const folder = isDirectory(file);
  const since = changeWords(file, t);
  // What is there has its mark for it; a row of what is not has to say so.
  const description = [...leadsTo(file, t), ...(file.change === "deleted" ? since : [])].join(" · ");
  const kind = kindWord(file);
  return {
    label,
    description,
    mark: undefined,
    contextValue: `.${kind}.${reach(host)}.${way}${forbidden(host)}`,
    spoken: [folder ? t("folder {0}", label) : label, ...leadsTo(file, t), ...since].join(", "),
    expandable: folder,
    ...(folder ? { closed: true as const } : {}),
    file: { place: named, path: file.path, folder, opens: kind === "file" },
  };
}

/** What the menus tell apart: `special` is what can’t be read, as a device or a link that leads nowhere. */
function kindWord(file: ContainerFile): "gone" | "folder" | "file" | "special" {
  if (file.change === "deleted") return "gone";
  if (isDirectory(file)) return "folder";
  return file.kind === "file" || file.targetKind === "file" ? "file" : "special";
}

function leadsTo({ kind, target, targetKind }: ContainerFile, t: Translate): string[] {
  if (kind !== "link" || target === undefined) return [];
  const shown = `→ ${lineOf(shownName(target))}`;
  return [targetKind === undefined ? t("{0}, which leads nowhere", shown) : shown];
}

function changeWords({ change }: ContainerFile, t: Translate): string[] {
  if (change === undefined) return [];
  return [{ added: t("added"), changed: t("changed"), deleted: t("deleted since the image") }[change]];
}

export function fileNoteView({ note }: FileNoteNode, t: Translate): NodeView {
  const plain = (label: string): NodeView => {
    const contextValue = `.file-note.${note.kind}`;
    return { label, description: "", mark: undefined, contextValue, spoken: label, expandable: false };
  };
  switch (note.kind) {
    case "reading":
      return plain(t("Reading…"));
    case "empty":
      return plain(t("Nothing in it"));
    case "cut":
      return { ...plain(lineOf(note.why)), mark: { icon: "info" } };
    case "failed": {
      const [label, description] = [lineOf(note.error.title), lineOf(note.error.sentence)];
      return {
        ...plain(label),
        ...{ description, mark: { icon: "warning" }, spoken: [label, description].join(". ") },
      };
    }
  }
}

export function moreFilesView({ shown, total }: MoreFilesNode, t: Translate): NodeView {
  const label = t("Show more…");
  const description = t("{0} of {1}", shown, total);
  return {
    ...{ label, description, mark: { icon: "ellipsis" }, contextValue: ".more-files", expandable: false },
    spoken: [label, description].join(" "),
    click: "quayside.showMoreFiles",
  };
}

export function fileTooltip({ file }: FileNode, now: number, t: Translate): Tooltip {
  if (file.change === "deleted")
    return { title: shownName(file.path), sentences: [t("It was in the image, and is deleted.")], facts: [] };
  const since = { added: t("added"), changed: t("changed"), none: "" }[file.change ?? "none"];
  return {
    title: shownName(file.path),
    sentences: [],
    facts: [
      [t("Leads to"), file.target === undefined ? "" : shownName(file.target)],
      [t("Size"), file.kind === "file" ? bytes(file.size) : ""],
      [t("Mode"), modeText(file)],
      [t("Owner"), shownName(ownerText(file))],
      [t("Changed"), clockTime(file.modified, now)],
      [t("Since the image"), since],
    ],
  };
}

export function fileNoteTooltip({ note }: FileNoteNode): Tooltip {
  if (note.kind === "cut") return { title: note.why, sentences: [], facts: [] };
  if (note.kind !== "failed") return { title: "", sentences: [], facts: [] };
  const { title, sentence, hint, detail } = note.error;
  return { title, sentences: [sentence, hint, detail], facts: [] };
}
