/** The engine's frame: stream number, three zeros, length, content. */
export function framed(stream: "stdout" | "stderr", text: string): Buffer {
  const content = Buffer.from(text);
  const frame = Buffer.alloc(8 + content.length);
  frame[0] = stream === "stdout" ? 1 : 2;
  frame.writeUInt32BE(content.length, 4);
  content.copy(frame, 8);
  return frame;
}
