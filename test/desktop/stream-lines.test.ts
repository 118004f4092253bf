import { describe, expect, it } from "vitest";
import { heartbeatLine, linesOf, StreamReader } from "../../docker-desktop-extension/stream-lines.ts";

const awkward = {
  text: 'a "quoted" ^ caret, grüße, 🐳, \u0000 \u001b[31m \u2028 end  ',
  deep: [{ x: "y".repeat(9000) }],
};

function read(reader: StreamReader, ...outputs: string[]) {
  return outputs.flatMap((output) => [...reader.read(output)]);
}

describe("messages as lines", () => {
  it("are ASCII of at most 4 KB a line, whatever is in the message", () => {
    const lines = [...linesOf(12, JSON.stringify(awkward))];
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(4096);
      expect(line).toMatch(/^[\x20-\x7e]+\n$/);
    }
  });

  it.each([
    ["as they are", (text: string) => [text]],
    ["character by character", (text: string) => [...text]],
    ["line by line without their ends", (text: string) => text.split("\n")],
    ["line by line with their ends", (text: string) => text.split(/(?<=\n)/)],
    ["with Windows line ends", (text: string) => [text.replaceAll("\n", "\r\n")]],
  ])("come together again when the host hands them over %s", (_how, cut) => {
    const text = [...linesOf(1, JSON.stringify(awkward)), heartbeatLine, ...linesOf(2, "true")].join("");
    expect(read(new StreamReader(100_000), ...cut(text))).toEqual([
      { kind: "message", sequence: 1, message: awkward },
      { kind: "heartbeat" },
      { kind: "message", sequence: 2, message: true },
    ]);
  });

  it("are refused when they go on beyond the limit, finished or not", () => {
    const lines = [...linesOf(1, JSON.stringify("x".repeat(50_000)))];
    expect(() => read(new StreamReader(20_000), ...lines)).toThrow("more than 20000 characters");
    expect(() => read(new StreamReader(20_000), "x".repeat(20_001))).toThrow("more than 20000 characters");
  });

  it("are refused when somebody else wrote them", () => {
    expect(() => read(new StreamReader(1000), "Error: cannot attach^")).toThrow("not understood");
  });
});
