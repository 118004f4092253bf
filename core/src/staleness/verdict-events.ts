import type { EventLevel, EventQuery, QuaysideEvent } from "../model/event.ts";
import type { Finding, FindingKind } from "../model/finding.ts";

export interface VerdictEventsOptions {
  readonly append: (event: QuaysideEvent) => void;
  readonly query: (query: EventQuery, signal: AbortSignal) => Promise<readonly QuaysideEvent[]>;
  readonly hostName: (host: string) => string;
  readonly now: () => number;
}

type Told = Pick<Finding, "id" | "subject" | "since">;

const LIMIT = 10_000;
const warnings: readonly FindingKind[] = ["dead", "restart-loop", "unhealthy", "image-gone"];

/** Puts changes of verdict on record, and nothing else: what is so at each scan is told once, by whichever window. */
export class VerdictEvents {
  readonly #options: VerdictEventsOptions;
  readonly #told = new Map<string, Map<string, Told>>();

  constructor(options: VerdictEventsOptions) {
    this.#options = options;
  }

  /** Rejects as the query of the event log does. */
  async record(host: string, findings: readonly Finding[], signal: AbortSignal): Promise<void> {
    const told = this.#told.get(host) ?? (await this.#onRecord(host, signal));
    const now = new Map(findings.map((finding) => [finding.id, finding]));
    const name = this.#options.hostName(host);
    for (const finding of findings) if (!told.has(finding.id)) this.#append(host, finding, found(finding, name));
    for (const finding of told.values()) if (!now.has(finding.id)) this.#append(host, finding, resolved(finding, name));
    this.#told.set(host, now);
  }

  forget(host: string): void {
    this.#told.delete(host);
  }

  async #onRecord(host: string, signal: AbortSignal): Promise<ReadonlyMap<string, Told>> {
    const events = await this.#options.query({ host, kinds: ["finding"], limit: LIMIT }, signal);
    const told = new Map<string, Told>();
    const seen = new Set<string>();
    // The newest comes first: it says how a verdict stands.
    for (const { type, subject, details } of events) {
      const { finding: id, since } = details ?? {};
      if (typeof id !== "string" || subject === undefined || seen.has(id)) continue;
      seen.add(id);
      if (type === "resolved" || !isFindable(subject)) continue;
      told.set(id, { id, subject, ...(typeof since === "number" ? { since } : {}) });
    }
    return told;
  }

  #append(
    host: string,
    { id, since, subject }: Told,
    { type, level, message }: Pick<QuaysideEvent, "type" | "level" | "message">,
  ): void {
    const time = this.#options.now();
    this.#options.append({
      // Two windows that find the same write one event.
      id: `finding ${type} ${id} ${since ?? time}`,
      ...{ time, host, kind: "finding", type, level, subject, message },
      details: { finding: id, ...(since === undefined ? {} : { since }) },
    });
  }
}

function found({ kind, subject, sentence }: Finding, host: string): Pick<QuaysideEvent, "type" | "level" | "message"> {
  const level: EventLevel = warnings.includes(kind) ? "warning" : "info";
  return { type: kind, level, message: `${subject.name} on ${host}: ${sentence}` };
}

function resolved({ subject }: Told, host: string): Pick<QuaysideEvent, "type" | "level" | "message"> {
  return { type: "resolved", level: "info", message: `${subject.name} on ${host} is no finding any more` };
}

function isFindable(subject: NonNullable<QuaysideEvent["subject"]>): subject is Finding["subject"] {
  return ["container", "image", "volume", "network"].includes(subject.type);
}
