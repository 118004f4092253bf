import { randomBytes } from "node:crypto";
import { Conflict } from "@quayside/core/errors/errors.ts";
import type { Disposable } from "@quayside/core/lifetime/disposable.ts";
import { Session } from "./session.ts";

export interface SessionsOptions {
  /** Serves the page; what it gives is disposed of with the session. */
  readonly serve: (session: Session) => Disposable;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  /** A page that was silent for so many milliseconds is gone. A page gives a sign of life at least every 20 s. */
  readonly expireAfter: number;
}

/** Pages open at once. Docker Desktop shows one; more are left over for as long as they take to expire. */
const limit = 32;

export class Sessions implements Disposable {
  readonly #options: SessionsOptions;
  readonly #open = new Map<string, Session>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#expire(), options.expireAfter / 4).unref();
  }

  /** Conflict where too many pages are open. */
  create(): Session {
    this.#expire();
    if (this.#open.size >= limit) throw new Conflict(`${limit} pages are open already.`);
    const { now, serve } = this.#options;
    const session = new Session(randomBytes(16).toString("hex"), now);
    this.#open.set(session.id, session);
    const served = serve(session);
    session.onEnd(() => {
      this.#open.delete(session.id);
      served.dispose();
    });
    return session;
  }

  get(id: string): Session | undefined {
    return this.#open.get(id);
  }

  endAll(): void {
    for (const session of [...this.#open.values()]) session.dispose();
  }

  dispose(): void {
    clearInterval(this.#sweep);
    this.endAll();
  }

  #expire(): void {
    const { now, expireAfter } = this.#options;
    for (const session of [...this.#open.values()]) if (now() - session.lastHeard > expireAfter) session.dispose();
  }
}
