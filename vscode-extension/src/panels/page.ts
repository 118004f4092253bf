import { randomBytes } from "node:crypto";

export interface PageParts {
  /** The source that VS Code serves our files from, as a CSP wants it. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
  readonly language: string;
  /** Plain data for the page's script. */
  readonly input: unknown;
}

/** The page of a panel. Nothing but our own script and style sheet is let in, and no text of a stranger is in it but as data. */
export function panelPage(
  { source, script, style, title, language, input }: PageParts,
  nonce: string = newNonce(),
): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy.join("; "))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style)}">
<title>${escaped(title)}</title>
</head>
<body>
<div id="panel" data-input="${escaped(JSON.stringify(input))}"></div>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>`;
}

function newNonce(): string {
  return randomBytes(16).toString("base64");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
