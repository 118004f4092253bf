import { LINE_LIMIT, LineReader, type LogEntry } from "@quayside/core/logs/lines.ts";
import { canonicalTimestamp, epochSeconds } from "@quayside/core/logs/timestamp.ts";
import { describe, expect, it } from "vitest";

const stamp = (second: number) => `2026-11-21T07:41:${String(second).padStart(2, "0")}.298360434Z`;

/** As the engine frames one record. */
function frame(stream: 1 | 2 | 3, second: number, text: string | Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(`${stamp(second)} `), Buffer.from(text)]);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

function read(bytes: Buffer, chunk: number, tty = false): LogEntry[] {
  const reader = new LineReader(tty);
  const lines: LogEntry[] = [];
  for (let at = 0; at < bytes.length; at += chunk) lines.push(...reader.push(bytes.subarray(at, at + chunk)));
  return [...lines, ...reader.end()];
}

describe("lines out of frames", () => {
  const whale = Buffer.from("🐳");
  const long = Buffer.alloc(16_384, "x");
  whale.copy(long, long.length - 2, 0, 2);
  const bytes = Buffer.concat([
    frame(1, 1, "café\r\n"),
    frame(2, 2, "stderr\n"),
    frame(1, 3, "\n"),
    frame(1, 4, long),
    frame(2, 5, "between\n"),
    frame(1, 4, Buffer.concat([whale.subarray(2), Buffer.from(" rest\n")])),
    frame(1, 6, "two\nin one\n"),
    frame(1, 7, "no end"),
    frame(1, 8, "a new run\n"),
  ]);
  const expected = [
    ["stdout", 1, 1, "café"],
    ["stderr", 2, 1, "stderr"],
    ["stdout", 3, 1, ""],
    ["stderr", 5, 1, "between"],
    ["stdout", 4, 1, `${"x".repeat(16_382)}🐳 rest`],
    ["stdout", 6, 1, "two"],
    ["stdout", 6, 2, "in one"],
    ["stdout", 7, 1, "no end"],
    ["stdout", 8, 1, "a new run"],
  ].map(([stream, second, nth, text]) => ({ stream, timestamp: stamp(Number(second)), nth, text }));

  it("are the same wherever the chunks are cut", () => {
    for (const chunk of [1, 2, 3, 5, 7, 8, 9, 30, 31, 39, 40, 41, 1000, 16_384, 1_000_000]) {
      expect(read(bytes, chunk), `chunks of ${chunk}`).toEqual(expected);
    }
  });

  it("are cut at the limit at a whole character, with their length, in bounded memory", () => {
    const reader = new LineReader(false);
    // One byte before them, so that the limit falls into a character.
    const part = Buffer.from("é".repeat(8192));
    reader.push(frame(1, 1, Buffer.concat([Buffer.from("x"), part])));
    const more = frame(1, 1, part);
    const before = process.memoryUsage().arrayBuffers;
    for (let index = 0; index < 10_000; index++) reader.push(more);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
    const [line] = reader.push(frame(1, 1, "\n"));
    expect(line?.cutFrom).toBe(10_001 * part.length + 1);
    expect(line?.text).toBe(`x${"é".repeat((LINE_LIMIT - 2) / 2)}`);
  });

  it("of exactly the limit are not cut", () => {
    const parts = [
      ...Array.from({ length: LINE_LIMIT / 16_384 }, () => frame(1, 1, Buffer.alloc(16_384, "x"))),
      frame(1, 1, "\r\n"),
    ];
    expect(read(Buffer.concat(parts), 999)).toEqual([
      { stream: "stdout", timestamp: stamp(1), nth: 1, text: "x".repeat(LINE_LIMIT) },
    ]);
  });

  it("end with an error where the engine reports one, or sends no frames", () => {
    expect(() => read(frame(3, 1, "disk full"), 1000)).toThrow("disk full");
    expect(() => read(Buffer.from(`${stamp(1)} bare text\n`), 1000)).toThrow("without the frames");
  });
});

describe("lines out of a TTY", () => {
  const x = "x".repeat(16_384);
  const bytes = Buffer.from(
    `${stamp(1)} one\r\n${stamp(2)} ${x}${stamp(2)} ${x}${stamp(2)} rest\r\n${stamp(3)} \r\n${stamp(4)} / # ${stamp(5)} / # ls\r\n${stamp(6)} ${stamp(4)} own\r\n${stamp(7)} open`,
  );
  it("are joined where the engine cut them, kept apart where a run ended, wherever the chunks are cut", () => {
    for (const chunk of [1, 2, 30, 31, 32, 16_415, 16_416, 1_000_000]) {
      expect(
        read(bytes, chunk, true).map(({ timestamp, text }) => [timestamp, text]),
        `chunks of ${chunk}`,
      ).toEqual([
        [stamp(1), "one"],
        [stamp(2), `${x}${x}rest`],
        [stamp(3), ""],
        [stamp(4), "/ # "],
        [stamp(5), "/ # ls"],
        [stamp(6), `${stamp(4)} own`],
        [stamp(7), "open"],
      ]);
    }
  });
});

describe("a timestamp", () => {
  it("of any zone and precision becomes one whose text order is time order", () => {
    expect(canonicalTimestamp("2026-11-21T07:41:51.298360434Z")).toBe("2026-11-21T07:41:51.298360434Z");
    expect(canonicalTimestamp("2026-11-21T09:41:51.2983604+02:00")).toBe("2026-11-21T07:41:51.298360400Z");
    expect(canonicalTimestamp("2026-11-21T07:41:51Z")).toBe("2026-11-21T07:41:51.000000000Z");
    expect(canonicalTimestamp("0001-01-01T00:00:00Z")).toBe("");
    expect(canonicalTimestamp("yesterday")).toBe("");
  });

  it("is given to the API in seconds, with all its nanoseconds", () => {
    expect(epochSeconds("2026-11-21T07:41:51.298485049Z")).toBe("1795246911.298485049");
    expect(epochSeconds("2026-11-21T07:41:51.298485049Z", 1)).toBe("1795246910.298485049");
  });
});
