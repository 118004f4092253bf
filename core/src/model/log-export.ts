import type { ErrorInfo } from "../errors/error-info.ts";
import type { LogBatch, LogItem, LogOrigin } from "./log-line.ts";

export const exportFormats = ["text", "jsonl"] as const;
/** Plain lines, or a JSON object on each. */
export type ExportFormat = (typeof exportFormats)[number];

/** Lines on their way into a file. */
export interface LogExport {
  readonly id: string;
  /** Where they go, as people call it. */
  readonly file: string;
  /** It goes on with what comes, until it is stopped. */
  readonly follow: boolean;
  readonly lines: number;
  /** Of the file up to now. */
  readonly bytes: number;
  readonly state:
    | { readonly kind: "writing" }
    | { readonly kind: "done" }
    | { readonly kind: "stopped" }
    /** What was written before it is in the file. */
    | { readonly kind: "failed"; readonly error: ErrorInfo };
}

/** `name`: what it is about; what no file may be called is left out of it. */
export function fileName(name: string, format: ExportFormat): string {
  const plain = name
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 100);
  return `${plain || "logs"}.${format === "text" ? "log" : "jsonl"}`;
}

/** Of lines that come with their placing; `origins` tells whose they are. A notice stands among them as what it is. */
export function exportedItem(item: LogItem, origin: LogOrigin | undefined, format: ExportFormat): string {
  const at = item.at !== undefined && Number.isFinite(item.at) ? new Date(item.at).toISOString() : "";
  const container = origin?.name ?? "";
  const host = origin?.hostName ?? "";
  if ("notice" in item) {
    const { kind } = item.notice;
    if (format === "jsonl") return `${JSON.stringify({ time: at, host, container, notice: item.notice })}\n`;
    return `${at} ${container} (${host}) --- ${kind} ---\n`;
  }
  const { text, timestamp, stream } = item.line;
  if (format === "text") return `${at || timestamp} ${container} (${host}) ${text}\n`;
  return `${JSON.stringify({ time: at || timestamp, host, container, stream, timestamp, text })}\n`;
}

/** The same batch by batch; remembers whose the lines are. */
export class ExportedText {
  readonly #format: ExportFormat;
  readonly #origins = new Map<number, LogOrigin>();

  constructor(format: ExportFormat) {
    this.#format = format;
  }

  take({ origins = [], items }: LogBatch): { readonly text: string; readonly lines: number } {
    for (const origin of origins) this.#origins.set(origin.number, origin);
    let text = "";
    let lines = 0;
    for (const item of items) {
      text += exportedItem(item, this.#origins.get(item.source ?? 0), this.#format);
      if ("line" in item) lines++;
    }
    return { text, lines };
  }
}
