import { Emitter } from "@quayside/core/lifetime/emitter.ts";
import type { QuaysideEvent } from "@quayside/core/model/event.ts";
import type { CertificateEnd, Host } from "@quayside/core/model/host.ts";
import { CertificateReminder } from "@quayside/core/recorder/certificate-reminder.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const DAY = 24 * 60 * 60 * 1000;
const HOUR = DAY / 24;
const start = Date.parse("2026-11-21T12:00:00Z");
const engine = { id: "e", product: "Docker", version: "20", apiVersion: "1.41", operatingSystem: "", architecture: "" };

describe("that a certificate ends soon is put on record", () => {
  let host: Host;
  let recorded: QuaysideEvent[];
  let changed: Emitter<{ readonly changed: readonly Host[] }>;
  let windows: CertificateReminder[];

  const openWindow = () => {
    windows.push(
      new CertificateReminder({
        append: (event) => recorded.push(event),
        query: async ({ host: id }) => recorded.filter((event) => event.host === id),
        hosts: () => [host],
        onDidChangeHosts: changed.event,
        now: Date.now,
      }),
    );
  };
  const connects = async (certificate: CertificateEnd) => {
    host = { ...host, state: { kind: "online", engine, latency: 1, since: 0, certificate } };
    changed.fire({ changed: [host] });
    await vi.advanceTimersByTimeAsync(0);
  };
  const messages = () => recorded.map(({ message }) => message);

  beforeEach(() => {
    vi.useFakeTimers({ now: start });
    host = {
      ...{ id: "a", name: "vault", access: "admin", found: false, isDefault: false, position: 0 },
      ...{ connection: { kind: "tls", host: "vault", port: 2376, verify: true }, state: { kind: "connecting" } },
    };
    recorded = [];
    windows = [];
    changed = new Emitter();
    openWindow();
  });
  afterEach(() => {
    for (const window of windows) window.dispose();
    vi.useRealTimers();
  });

  test("when it is first seen, and not again by the same window, another one, or the next start", async () => {
    await connects({ whose: "engine", at: start + 40 * DAY });
    expect(recorded).toEqual([]);
    const end = { whose: "engine", at: start + 21 * DAY } as const;
    await connects(end);
    await connects(end);
    openWindow();
    vi.setSystemTime(start + 2 * DAY);
    await connects(end);
    expect(recorded).toEqual([
      {
        ...{ id: `a certificate-ends ${end.at}`, time: start, host: "a", kind: "host", type: "certificate-ends" },
        ...{ level: "warning", subject: { type: "host", id: "a", name: "vault" }, details: { ...end } },
        message: "The certificate of vault ends in 21 days",
      },
    ]);
  });

  test("by two windows that see it at once under one id", async () => {
    openWindow();
    await connects({ whose: "ours", at: start + DAY / 2 });
    expect(new Set(recorded.map(({ id }) => id)).size).toBe(1);
    expect(messages()[0]).toBe("Your certificate for vault ends in 1 day");
  });

  test("once a day at most, though each connection shows another certificate", async () => {
    for (let hours = 0; hours < 23; hours++) {
      await connects({ whose: "engine", at: start + 5 * DAY + hours });
      await vi.advanceTimersByTimeAsync(HOUR);
    }
    expect(recorded).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(messages()).toEqual(["The certificate of vault ends in 5 days", "The certificate of vault ends in 5 days"]);
  });

  test("while a connection lasts in which nothing but the date changes", async () => {
    await connects({ whose: "ours", at: start + 31 * DAY });
    expect(recorded).toEqual([]);
    await vi.advanceTimersByTimeAsync(DAY + HOUR);
    expect(messages()).toEqual(["Your certificate for vault ends in 30 days"]);
  });
});
