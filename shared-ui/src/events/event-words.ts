import type { EventLevel, QuaysideEvent } from "@quayside/core/model/event.ts";
import type { IconName } from "../controls/icon.tsx";
import { worstOf } from "./event-rows.ts";
import { strings } from "./strings.ts";

export type Tone = "bad" | "warn" | "info" | "plain";

export interface Tag {
  readonly text: string;
  readonly tone: Tone;
}

const levelTones: Readonly<Record<EventLevel, Tone>> = { error: "bad", warning: "warn", info: "plain" };

/** The colour of a row's edge. */
export function toneOf({ kind, level }: QuaysideEvent): Tone {
  return kind === "gap" ? "info" : levelTones[level];
}

/** Whom a row names: what the event is about, else its host. */
export function subjectOf({ subject }: QuaysideEvent, hostName: string): string {
  return subject?.name ?? hostName;
}

/** What happened, without the names that stand beside it in the row. */
export function sentenceOf(event: QuaysideEvent, hostName: string): string {
  const { kind, type, level, message, error, actor } = event;
  if (kind === "action") {
    const { [type]: done } = strings.done;
    const by = actor === undefined ? "" : strings.by(actor);
    if (level === "info") return `${done ?? capitalized(type)}${by}`;
    return `${strings.notDone(strings.attempts[type] ?? capitalized(type), by)}${error === undefined ? "" : `: ${error}`}`;
  }
  const subject = `${subjectOf(event, hostName)} `;
  const where = ` on ${hostName}`;
  const about = message.endsWith(where) ? message.slice(0, -where.length) : message;
  return capitalized(about.startsWith(subject) ? about.slice(subject.length) : about);
}

/** How it is classified, at a glance. */
export function tagOf({ kind, level, cause, exitCode }: QuaysideEvent): Tag | undefined {
  if (kind === "gap") return { text: strings.gap, tone: "info" };
  if (cause !== undefined) {
    const text = exitCode === undefined ? strings.causes[cause] : `${strings.causes[cause]} · ${exitCode}`;
    return { text, tone: levelTones[level] };
  }
  if (kind !== "action") return undefined;
  if (level === "info") return exitCode === undefined ? undefined : { text: strings.exit(exitCode), tone: "plain" };
  return { text: level === "error" ? strings.failed : strings.stoppedShort, tone: levelTones[level] };
}

/** Of a burst: how often it ended so, where all its ends are alike; else how much it is. */
export function burstTag(events: readonly QuaysideEvent[]): Tag {
  const tone = toneOf(worstOf(events));
  const ends = events.filter(({ cause }) => cause !== undefined);
  const tags = new Set(ends.map((end) => tagOf(end)?.text));
  const [text] = tags;
  return {
    tone,
    text: tags.size === 1 && text !== undefined ? strings.repeated(ends.length, text) : strings.times(events.length),
  };
}

const icons: Readonly<Record<string, IconName>> = {
  ...{ start: "play", unpause: "play", stop: "stop", die: "stop", restart: "restart", pause: "pause", kill: "close" },
  ...{ create: "add", destroy: "trash", remove: "trash", delete: "trash", prune: "trash", pull: "download" },
  ...{ exec: "terminal", attach: "terminal", rename: "edit", oom: "error", online: "host", unreachable: "plug" },
  ...{ "read-files": "files", certificate: "key", "key-forgotten": "key" },
};

export function iconOf({ kind, type, level, subject }: QuaysideEvent): IconName {
  if (kind === "gap") return "clock";
  if (level === "error" && type !== "unreachable") return "error";
  if (level === "warning") return kind === "action" ? "lock" : "warning";
  return icons[type] ?? (subject?.type === "host" ? "host" : "info");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
