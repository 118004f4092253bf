/**
 * Names of files are bytes. Where they are no UTF-8, each byte that doesn't fit stands as one character of a private
 * area, U+EF80 to U+EFFF for 0x80 to 0xFF: such texts go through JSON, URLs and editors, which half surrogates don't.
 * A name that holds such a character itself has its bytes written the same way, so that both ways lose nothing.
 */
const FIRST = 0xef00;

export function fileNameText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString("utf8");
  // Far the most names are plain.
  if (!/[\ufffd\uef80-\uefff]/.test(text)) return text;
  let out = "";
  for (let at = 0; at < buffer.length; ) {
    const length = sequenceLength(buffer, at);
    const character = length === 0 ? "" : buffer.toString("utf8", at, at + length);
    if (length === 0 || /[\uef80-\uefff]/.test(character)) {
      for (let end = at + Math.max(1, length); at < end; at++) out += String.fromCharCode(FIRST + (buffer[at] ?? 0));
    } else {
      out += character;
      at += length;
    }
  }
  return out;
}

export function fileNameBytes(text: string): Buffer {
  if (!/[\uef80-\uefff]/.test(text)) return Buffer.from(text, "utf8");
  return Buffer.concat(
    Array.from(text, (character) => {
      const code = character.charCodeAt(0);
      return code >= 0xef80 && code <= 0xefff ? Buffer.from([code - FIRST]) : Buffer.from(character, "utf8");
    }),
  );
}

/** Bytes of the character that begins here; 0 where none does. */
function sequenceLength(buffer: Buffer, at: number): number {
  const first = buffer[at] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || at + length > buffer.length) return 0;
  const part = buffer.subarray(at, at + length);
  return Buffer.from(part.toString("utf8"), "utf8").equals(part) ? length : 0;
}
