import { type Disposable, Disposables, disposable } from "../lifetime/disposable.ts";
import type { Event } from "../lifetime/emitter.ts";
import { type EndingCertificate, endingCertificate } from "../model/ending-certificate.ts";
import type { EventQuery, QuaysideEvent } from "../model/event.ts";
import type { Host } from "../model/host.ts";

export interface CertificateReminderOptions {
  readonly append: (event: QuaysideEvent) => void;
  readonly query: (query: EventQuery, signal: AbortSignal) => Promise<readonly QuaysideEvent[]>;
  readonly hosts: () => readonly Host[];
  readonly onDidChangeHosts: Event<{ readonly changed: readonly Host[] }>;
  readonly now: () => number;
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const TYPE = "certificate-ends";

/** Puts on record that a certificate ends soon: once for each certificate, and for a host once a day at most. */
export class CertificateReminder implements Disposable {
  readonly #options: CertificateReminderOptions;
  readonly #held = new Disposables();
  readonly #closed = new AbortController();
  /** Hosts that are being looked up, and the end that was last looked up for each. */
  readonly #looking = new Set<string>();
  readonly #told = new Map<string, number>();

  constructor(options: CertificateReminderOptions) {
    this.#options = options;
    this.#held.add(options.onDidChangeHosts(({ changed }) => this.#look(changed)));
    // A connection may last for weeks, in which nothing but the date changes.
    const timer = setInterval(() => this.#look(options.hosts()), HOUR).unref();
    this.#held.add(disposable(() => clearInterval(timer)));
  }

  dispose(): void {
    this.#closed.abort();
    this.#held.dispose();
  }

  #look(hosts: readonly Host[]): void {
    for (const host of hosts) {
      const ending = endingCertificate(host.state, this.#options.now());
      if (ending === undefined || this.#looking.has(host.id) || this.#told.get(host.id) === ending.at) continue;
      this.#looking.add(host.id);
      this.#tell(host, ending)
        .catch(() => {}) // a log that can't be read is told of by itself; the next look is in an hour
        .finally(() => this.#looking.delete(host.id));
    }
  }

  async #tell({ id, name }: Host, { whose, at, days }: EndingCertificate): Promise<void> {
    const { append, query, now } = this.#options;
    const { signal } = this.#closed;
    const before = await query({ host: id, kinds: ["host"], levels: ["warning"] }, signal);
    if (signal.aborted) return;
    const reminders = before.filter(({ type }) => type === TYPE);
    if (reminders.some(({ details }) => details?.at === at)) {
      this.#told.set(id, at);
      return;
    }
    if (reminders.some(({ time }) => time > now() - DAY)) return;
    this.#told.set(id, at);
    append({
      // The same in each window.
      id: `${id} ${TYPE} ${at}`,
      time: now(),
      host: id,
      kind: "host",
      type: TYPE,
      level: "warning",
      subject: { type: "host", id, name },
      message: sentence(name, whose, days),
      details: { at, whose },
    });
  }
}

function sentence(host: string, whose: EndingCertificate["whose"], days: number): string {
  const certificate = whose === "engine" ? `The certificate of ${host}` : `Your certificate for ${host}`;
  if (days === 0) return `${certificate} has ended`;
  return `${certificate} ends in ${days === 1 ? "1 day" : `${days} days`}`;
}
