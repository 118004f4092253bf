import { Cancelled, HostUnreachable } from "../errors/errors.ts";
import { Latch } from "../lifetime/latch.ts";
import type { Selector } from "../model/ref.ts";
import { readErrorNotice } from "./follow.ts";
import type { LogSource, LogTargets } from "./log-source.ts";
import { inParts, type Outbox } from "./outbox.ts";
import { readLog } from "./read-log.ts";
import { epochSeconds } from "./timestamp.ts";

/** A span of a container's log. Canonical timestamps by its host's clock, see timestamp.ts. */
export interface Span {
  readonly tail?: number;
  readonly since?: string;
  readonly until?: string;
}

/** Fills the outbox with what a container's log has, once. What keeps it from being read is said by a notice. */
export async function readOnce(
  parts: { readonly targets: LogTargets; readonly outbox: Outbox; readonly now: () => number },
  selector: Selector,
  span: () => Span,
  signal: AbortSignal,
): Promise<void> {
  const { targets, outbox, now } = parts;
  try {
    const host = await present(targets, selector.host, signal);
    const target = targets.find(selector);
    if (target === undefined) {
      outbox.notice({ kind: "removed", at: now() });
      return;
    }
    const ref = { host: selector.host, id: target.id };
    const state = await targets.inspect(ref, signal);
    const { tail, since, until } = span();
    const place = { source: host, ref, tty: state.tty, complete: !state.running };
    const request = {
      follow: false,
      ...(tail === undefined ? {} : { tail }),
      ...(since === undefined ? {} : { since: epochSeconds(since) }),
      ...(until === undefined ? {} : { until: epochSeconds(until) }),
    };
    for await (const entries of readLog(place, request, signal)) {
      for (const part of inParts(entries)) {
        outbox.push(part);
        await outbox.room(signal);
        if (signal.aborted) throw new Cancelled();
      }
    }
  } catch (error) {
    const notice = signal.aborted ? undefined : readErrorNotice(error, now());
    if (notice === undefined) throw error;
    outbox.notice(notice);
  } finally {
    outbox.reachedPresent();
  }
}

/** Waits for one that is still being connected to. */
async function present(targets: LogTargets, id: string, signal: AbortSignal): Promise<LogSource> {
  const changes = new Latch();
  const listening = targets.onDidChange(() => changes.set());
  try {
    for (;;) {
      const host = targets.host(id);
      if (host?.kind === "online") return host.source;
      if (host?.kind !== "connecting") throw new HostUnreachable("connection-lost", id, host?.reason ?? "");
      await changes.wait(signal);
      if (signal.aborted) throw new Cancelled();
    }
  } finally {
    listening.dispose();
  }
}
