import type { LogBatch, LogItem, LogOrigin, LogStream } from "@quayside/core/model/log-line.ts";

const E = "\u001b";
let sequence = 0;

export function line(timestamp: string, text: string, stream: LogStream = "stdout"): LogItem {
  return { line: { sequence: sequence++, timestamp, stream, text } };
}

const at = (time: string): number => Date.parse(`2026-07-01T${time}`);
const day = (time: string): string => new Date(at(time)).toISOString().replace("Z", "120345Z");

/** Like the visual reference, with what containers really write: colours, control characters, a stack trace. */
export const logItems: readonly LogItem[] = [
  line(day("14:31:38.911"), `${E}[32minfo${E}[0m GET / 200 11 ms`),
  line(day("14:31:39.240"), `${E}[90mdebug${E}[0m cart 9f1 loaded, 3 items, 4 ms`),
  line(day("14:31:39.604"), `${E}[32minfo${E}[0m GET /assets/app.4f1c.js 304 1 ms`),
  line(day("14:31:40.102"), `${E}[32minfo${E}[0m GET /cart 200 41 ms`),
  line(day("14:31:40.318"), `${E}[32minfo${E}[0m order 58213 accepted, 3 items, total 84.90 EUR`),
  line(day("14:31:40.377"), `${E}[90mdebug${E}[0m POST /v1/charges idempotency-key=58213-1`),
  line(day("14:31:42.380"), `${E}[33mwarn${E}[0m acquirer slow: 2.0 s of 5.0 s timeout used`),
  line(day("14:31:45.381"), `${E}[1;31merror${E}[0m charge 58213 failed: acquirer timeout after 5.0 s`, "stderr"),
  line(day("14:31:45.386"), "PaymentError: acquirer timeout (order 58213)", "stderr"),
  line(day("14:31:45.386"), "    at chargeOrder (src/payments/charge.ts:118:17)", "stderr"),
  line(day("14:31:45.386"), "    at async placeOrder (src/orders/place.ts:64:5)", "stderr"),
  line(day("14:31:45.386"), "    at async handle (src/http/router.ts:31:12)", "stderr"),
  line(day("14:31:45.391"), `${E}[33mwarn${E}[0m POST /checkout 502 5072 ms`),
  line(day("14:31:46.400"), `${E}[38;5;39minfo${E}[0m charge 58213 retry 1 of 3 in 1.0 s`),
  line(day("14:31:47.511"), `${E}[38;2;90;200;120minfo${E}[0m charge 58213 captured, 84.90 EUR, 1.1 s`),
  line(day("14:31:50.004"), `${E}[32minfo${E}[0m GET /healthz 200 1 ms`),
  { notice: { kind: "reconnected", from: at("14:31:52"), to: at("14:31:54.100") } },
  line(day("14:31:52.870"), `${E}[32minfo${E}[0m GET /healthz 200 0 ms`),
  line(day("14:31:53.119"), `${E}[30;43m WARN ${E}[0m pool: 9 of 10 connections in use, waited 340 ms`),
  line(day("14:31:53.702"), "progress 10%\rprogress 60%\rprogress 100%"),
  line(day("14:31:54.240"), `${E}[41;97m ERROR ${E}[0m GET /healthz 503: db check timeout after 5000 ms`, "stderr"),
  line(
    day("14:31:54.907"),
    `${E}[7m settlement ${E}[0m batch 311 started, ${E}[1m42${E}[22m charges, ${E}[4mlogged${E}[24m`,
  ),
  line(day("14:31:55.013"), "file \u202egnp.exe\u202c uploaded by <b onclick=alert(1)>mallory</b>"),
  line(day("14:31:55.260"), `${E}]0;window title${E}\\title set, bell\u0007 and backspace\b kept visible`),
  { notice: { kind: "skipped", at: at("14:31:55.300"), lines: 214 } },
  line(day("14:31:56.001"), `${E}[32minfo${E}[0m charge 58214 captured, 12.00 EUR, 0.6 s`),
  { notice: { kind: "restarted", at: at("14:31:57") } },
  line(day("14:31:57.320"), `${E}[32minfo${E}[0m listening on 0.0.0.0:3000`),
];

/** What is understood of lines: fields, levels, traces that stay together. */
export const understoodItems: readonly LogItem[] = [
  line(day("14:31:45.300"), '{"level":30,"time":1782916305300,"msg":"order 58213 accepted","order":58213}'),
  line(day("14:31:45.320"), 'time="2026-07-01T14:31:45Z" level=debug msg="POST /v1/charges" order=58213'),
  line(day("14:31:45.340"), "[WARN] acquirer slow: 2.0 s of 5.0 s timeout used", "stderr"),
  line(
    day("14:31:45.381"),
    '{"level":"error","msg":"charge failed: \\u001b[31mtimeout","trace_id":"4bf92f3577b34da6","order":58213,"acquirer":{"host":"gw.acquirer.example","timeout_ms":5000},"retry":true,"__proto__":"<b>x</b>\u202e"}',
    "stderr",
  ),
  line(day("14:31:45.386"), "PaymentError: acquirer timeout (order 58213)", "stderr"),
  line(day("14:31:45.386"), "    at chargeOrder (src/payments/charge.ts:118:17)", "stderr"),
  line(day("14:31:45.387"), "GET /checkout 502"),
  line(day("14:31:45.388"), "    at async placeOrder (src/orders/place.ts:64:5)", "stderr"),
  line(day("14:31:46.400"), "I0701 14:31:46.400000       1 retry.go:31] retry 1 of 3"),
  line(day("14:31:47.530"), "stderr without a level", "stderr"),
  line(day("14:31:48.004"), `${E}[32minfo${E}[0m GET /healthz 200 1 ms`),
];

/** Traces of several languages, and what only looks like one. */
export const traceItems: readonly LogItem[] = [
  line(day("14:31:44.100"), "[INFO] order 58213 accepted"),
  line(day("14:31:45.386"), "PaymentError: acquirer timeout (order 58213)", "stderr"),
  line(day("14:31:45.386"), "    at chargeOrder (/app/src/payments/charge.ts:118:17)", "stderr"),
  line(day("14:31:45.386"), "    at async placeOrder (/app/src/orders/place.ts:64:5)", "stderr"),
  line(day("14:31:45.386"), "    at async handle (/app/src/http/router.ts:31:12)", "stderr"),
  ...["layer.js:95:5", "route.js:144:13", "route.js:114:3", "layer.js:95:5", "index.js:284:15", "index.js:346:12"].map(
    (place) => line(day("14:31:45.386"), `    at next (/app/node_modules/express/lib/router/${place})`, "stderr"),
  ),
  line(day("14:31:46.100"), "Traceback (most recent call last):", "stderr"),
  line(day("14:31:46.100"), '  File "/srv/app/billing/tax.py", line 41, in rate', "stderr"),
  line(day("14:31:46.100"), "    return rates[country]", "stderr"),
  line(day("14:31:46.100"), "KeyError: 'XX'", "stderr"),
  line(day("14:31:47.200"), "java.lang.IllegalStateException: no rate", "stderr"),
  line(day("14:31:47.200"), "\tat com.acme.billing.Tax.rate(Tax.java:87)", "stderr"),
  line(
    day("14:31:48.000"),
    "see https://example.com/app/index.js:1:2 and \\\\server\\share\\a.js:1 and command:x.js:1",
  ),
  line(day("14:31:49.000"), "[INFO] GET /healthz 200 1 ms"),
];

/** So many lines, every hundredth on stderr, every thousandth long. */
export function manyLines(count: number, from = 0): LogItem[] {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const time = new Date(at("09:00:00") + n * 40).toISOString().replace("Z", "000001Z");
    if (n % 1000 === 999) return line(time, `long line ${n} ${"x".repeat(600)}`);
    return n % 100 === 99
      ? line(time, `${E}[31merror${E}[0m request ${n} failed: timeout after 5000 ms`, "stderr")
      : line(time, `${E}[32minfo${E}[0m request ${n} done in ${n % 300} ms`);
  });
}

const origins: readonly LogOrigin[] = [
  { number: 0, host: "laptop", hostName: "laptop", name: "shop-web-1", clockAhead: 0 },
  { number: 1, host: "laptop", hostName: "laptop", name: "shop-api-1", clockAhead: 0 },
  { number: 2, host: "vm", hostName: "build-vm", name: "staging-payments-1", clockAhead: 10_800_000 },
];

export const oneOrigin = origins.slice(0, 1);

const of = (source: number, time: string, text: string, stream: LogStream = "stdout"): LogItem => ({
  ...line(day(time), text, stream),
  source,
  at: at(time),
});

/** Of three containers on two hosts, like the visual reference. */
export const mergedBatch: Pick<LogBatch, "origins" | "items"> = {
  origins,
  items: [
    of(0, "14:31:38.911", "INFO GET / 200 11 ms"),
    of(1, "14:31:39.240", "DEBUG cart 9f1 loaded, 3 items, 4 ms"),
    of(0, "14:31:39.604", "INFO GET /assets/app.4f1c.js 304 1 ms"),
    of(0, "14:31:40.102", "INFO GET /cart 200 41 ms"),
    of(1, "14:31:40.318", "INFO order 58213 accepted, 3 items, total 84.90 EUR"),
    of(2, "14:31:40.377", "DEBUG POST /v1/charges idempotency-key=58213-1"),
    of(2, "14:31:42.380", "WARN acquirer slow: 2.0 s of 5.0 s timeout used"),
    of(
      2,
      "14:31:45.381",
      '{"level":"error","msg":"charge 58213 failed: acquirer timeout after 5.0 s","trace_id":"4bf92f3577b34da6","order":58213,"retry":true}',
      "stderr",
    ),
    of(1, "14:31:45.386", "PaymentError: acquirer timeout (order 58213)", "stderr"),
    of(0, "14:31:45.386", "WARN POST /checkout 502 5072 ms"),
    of(1, "14:31:45.386", "    at chargeOrder (src/payments/charge.ts:118:17)", "stderr"),
    of(1, "14:31:45.386", "    at async placeOrder (src/orders/place.ts:64:5)", "stderr"),
    of(2, "14:31:46.400", "INFO charge 58213 retry 1 of 3 in 1.0 s"),
    of(1, "14:31:47.530", "INFO order 58213 paid"),
    {
      notice: { kind: "reconnected", from: at("14:31:52"), to: at("14:31:54.100") },
      source: 2,
      at: at("14:31:52"),
    },
    of(2, "14:31:52.870", "INFO GET /healthz 200 0 ms"),
    of(1, "14:31:53.119", "WARN pool: 9 of 10 connections in use, waited 340 ms"),
    of(1, "14:31:54.240", "ERROR GET /healthz 503: db check timeout after 5000 ms", "stderr"),
    of(2, "14:31:54.907", "INFO settlement batch 311 started, 42 charges"),
    of(0, "14:31:55.013", "INFO GET / 200 9 ms"),
  ],
};

/** A line that was written before others that had come already. */
export const lateLine: LogItem = { ...of(2, "14:31:41.000", "INFO came late"), late: true };

/** Of so many containers in turn. */
export function manySources(count: number): Pick<LogBatch, "origins" | "items"> {
  const name = (number: number): string => ["web", "api", "worker", "cache", "db"][number % 5] ?? "";
  return {
    origins: Array.from({ length: count }, (_, number) => ({
      number,
      host: number % 2 === 0 ? "laptop" : "vm",
      hostName: number % 2 === 0 ? "laptop" : "build-vm",
      name: `${["shop", "blog", "mail", "wiki"][number % 4]}-${name(number)}-${number}`,
      clockAhead: 0,
    })),
    items: Array.from({ length: 200 }, (_, index) => {
      const time = at("14:30:00") + index * 37;
      const stamp = new Date(time).toISOString().replace("Z", "000000Z");
      return { ...line(stamp, `INFO request ${index} done in ${index % 300} ms`), source: index % count, at: time };
    }),
  };
}
