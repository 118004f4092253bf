import type { LogHit, LogSearchBatch, SearchedContainer, SearchedState } from "@quayside/core/model/log-search.ts";
import { containers, NOW } from "./inventory-fixture.ts";

const done: SearchedState = { kind: "done" };

function named(name: string): { readonly host: string; readonly id: string } {
  const found = containers.find((container) => container.name === name);
  if (found === undefined) throw new Error(`There is no container ${name} in the pictures.`);
  return { host: found.host, id: found.id };
}

function searched(name: string, hits: number, state: SearchedState = done): SearchedContainer {
  return { ref: named(name), name, state, lines: 41_000, bytes: 5_200_000, hits, longLines: 0 };
}

let nth = 0;
function hit(name: string, ago: number, text: string, more: Partial<LogHit> = {}): LogHit {
  const at = text.indexOf("timeout");
  return {
    ref: named(name),
    timestamp: new Date(NOW - ago).toISOString().replace("Z", "000000Z"),
    stream: "stdout",
    nth: ++nth,
    text,
    spans: at === -1 ? [] : [[at, at + 7]],
    before: ["POST /v1/charges idempotency-key=58213-1"],
    after: ["charge 58213 retry 1 of 3 in 1.0 s", "charge 58213 captured, 84.90 EUR, 1.1 s"],
    ...more,
  };
}

const HOUR = 3_600_000;

export const hits: readonly LogHit[] = [
  hit("shop-api-1", 26_000, "GET /healthz 503: db check timeout after 5000 ms", { level: "error", stream: "stderr" }),
  hit("shop-api-1", 34_614, "PaymentError: acquirer timeout (order 58213)", { level: "error", stream: "stderr" }),
  hit("shop-api-1", 3 * HOUR, "pool: waited 340 ms of a timeout of 500 ms", { level: "warn" }),
  hit("shop-web-1", 34_000, "upstream timeout (110) while reading response header from upstream, client: 10.1.4.20", {
    level: "error",
    stream: "stderr",
    cutAfter: true,
  }),
  hit("ci-runner-1", 29 * HOUR, "job 4711: step build: no output for 600 s, timeout", { level: "info" }),
  hit("ci-runner-1", 53 * HOUR, "\u202Ejob <b>4698</b>:\u0000 timeout", { cutBefore: true }),
];

const all = [
  searched("shop-api-1", 3),
  searched("shop-web-1", 1),
  searched("ci-runner-1", 2),
  searched("ci-runner-2", 0, {
    kind: "refused",
    reason: "configured logging driver does not support reading",
  }),
];

export const whole: LogSearchBatch = {
  hits,
  containers: all,
  away: [{ host: "nas", reason: "nas does not answer" }],
  progress: { done: 4, total: 4, bytes: 20_800_000 },
};

export const begun: LogSearchBatch = {
  hits: hits.slice(0, 2),
  containers: [
    ...all.slice(0, 1),
    ...["shop-web-1", "ci-runner-1", "ci-runner-2"].map((name) => searched(name, 0, { kind: "reading" })),
  ],
  away: [],
  progress: { done: 1, total: 4, bytes: 9_100_000 },
};

export const nothing: LogSearchBatch = {
  hits: [],
  containers: all.map((container) => ({ ...container, hits: 0, state: done })),
  away: [],
  progress: { done: 4, total: 4, bytes: 20_800_000 },
};

/** As many as there may be, and more that were cut. */
export function many(count: number): LogSearchBatch {
  const texts = ["acquirer timeout after 5.0 s", "db check timeout after 5000 ms", "timeout used: 2.0 s of 5.0 s"];
  const made = Array.from({ length: count }, (_, index) =>
    hit(index % 3 === 0 ? "shop-web-1" : "shop-api-1", index * 750, `${texts[index % 3]} (${index})`, {
      level: index % 5 === 0 ? "error" : "info",
    }),
  );
  const ref = named("ci-runner-1");
  return {
    hits: made,
    containers: [
      searched("shop-api-1", 6_666, { kind: "cut", why: "hits" }),
      searched("shop-web-1", 3_334),
      searched("ci-runner-1", 0, {
        kind: "cut",
        why: "bytes",
        rest: { ref, before: "2026-07-01T12:00:00.000000000Z", lines: 9 },
      }),
    ],
    away: [],
    progress: { done: 3, total: 3, bytes: 412_000_000 },
  };
}
