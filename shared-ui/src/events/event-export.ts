import type { QuaysideEvent } from "@quayside/core/model/event.ts";

export type EventFormat = "json" | "csv";

const columns = [
  ...["time", "host", "kind", "type", "level", "subject", "name", "message", "actor", "command"],
  ...["duration", "exitCode", "cause", "error", "id"],
] as const;

/** Oldest first, as a log is read. `hostName`: what people call a host. */
export function exported(
  events: readonly QuaysideEvent[],
  format: EventFormat,
  hostName: (id: string) => string,
): string {
  const inTime = [...events].reverse();
  if (format === "json") return `${JSON.stringify(inTime, undefined, 2)}\n`;
  const lines = inTime.map(
    ({ time, host = "", kind, type, level, subject, message, actor, command, duration, exitCode, cause, error, id }) =>
      [
        ...[new Date(time).toISOString(), host === "" ? "" : hostName(host), kind, type, level, subject?.type],
        ...[subject?.name, message, actor, command, duration, exitCode, cause, error, id],
      ]
        .map(cell)
        .join(","),
  );
  return [columns.join(","), ...lines, ""].join("\r\n");
}

/**
 * RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it: names come from strangers.
 */
function cell(value: string | number | undefined): string {
  if (value === undefined) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
