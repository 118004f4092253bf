/**
 * Whether a text is better not shown before somebody asks for it. It is a guess by the name and by the shape of the
 * value: a mask too many costs a click.
 */

/** What people call them: whole words, or beginnings of one. */
const WORDS =
  /(?:^|_)(?:pass|passwd|password|passphrase|passcode|pwd|pw|secrets?|tokens?|credentials?|creds?|auth|bearer|jwt|salt|cookie|dsn|apikey|key|keys|privatekey|accesskey|webhook|pin)(?:_|$)/;
const INSIDE = /password|passwd|passphrase|secret|token|credential|apikey|api_key|private_key|access_key/;

/** What of that name isn't one: yes or no, or the path of a file that holds it. */
const HARMLESS = /^(?:true|false|yes|no|on|off|none|null|0|1)$/i;

/** Beginnings that well-known services give to what they issue. */
const ISSUED =
  /^(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|AKIA|ASIA|sk-|sk_(?:live|test)_|rk_live_|npm_|pypi-|dop_v1_|hvs\.|SG\.|AIza|-----BEGIN [A-Z ]*PRIVATE KEY)/;
const JSON_WEB_TOKEN = /^eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/;
/** "postgres://user:password@host" */
const IN_ADDRESS = /:\/\/[^\s/:@]*:[^\s/@]+@/;
/** "Server=db;Password=…", "?token=…" */
const IN_SETTINGS = /(?:^|[?&;,\s])(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)\s?=\s?[^\s;&]/i;

/** "apiToken", "API-TOKEN" and "api.token" are all "api_token". */
function words(name: string): string {
  return name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}

export function looksSecret(name: string, value: string): boolean {
  if (value === "") return false;
  const called = words(name);
  if (INSIDE.test(called) || WORDS.test(called)) {
    const isPath = /_(?:file|path|dir)$/.test(called) && /^[./~]/.test(value);
    return !HARMLESS.test(value) && !isPath;
  }
  return isSecretValue(value);
}

export function isSecretValue(value: string): boolean {
  return ISSUED.test(value) || JSON_WEB_TOKEN.test(value) || IN_ADDRESS.test(value) || IN_SETTINGS.test(value);
}

export interface CommandWord {
  readonly text: string;
  readonly secret: boolean;
}

/** The words of a command: the value of an option whose name is that of a secret is one, written either way. */
export function commandWords(words: readonly string[]): CommandWord[] {
  let optionBefore = "";
  return words.map((text) => {
    const [, name = "", value] = /^-{0,2}([\w.-]{1,200})=([\s\S]*)$/.exec(text) ?? [];
    const secret =
      (optionBefore !== "" && !text.startsWith("-") && looksSecret(optionBefore, text)) ||
      (value === undefined ? isSecretValue(text) : looksSecret(name, value));
    optionBefore = /^--?[A-Za-z][\w.-]{0,200}$/.test(text) ? text.replace(/^-+/, "") : "";
    return { text, secret };
  });
}
