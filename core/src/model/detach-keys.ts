/** As the docker command line has it. */
export const usualDetachKeys = "ctrl-p,ctrl-q";

/** More would hold back what is typed for too long. */
const MOST = 8;

/** What is wrong with them, in a sentence. */
export function detachKeysProblem(keys: string): string | undefined {
  return detachBytes(keys) === undefined
    ? "Detach keys are letters, or ctrl- and one of a to z, @, [, \\, ], ^ and _, apart by commas: ctrl-p,ctrl-q."
    : undefined;
}

/** The bytes that they send; nothing where they are none. "ctrl-p,ctrl-q" is 16, 17. */
export function detachBytes(keys: string): readonly number[] | undefined {
  const bytes = keys.split(",").map((key) => keyByte(key.trim()));
  return bytes.length > MOST || bytes.some((byte) => byte === undefined) ? undefined : (bytes as number[]);
}

function keyByte(key: string): number | undefined {
  if (/^[\x21-\x7e]$/.test(key)) return key.charCodeAt(0);
  const control = /^ctrl-([a-z@[\\\]^_])$/i.exec(key)?.[1];
  // As terminals have it: ctrl and a letter is that letter without its two highest bits.
  return control === undefined ? undefined : control.toUpperCase().charCodeAt(0) & 0x1f;
}
