import { NotFound } from "@quayside/core/errors/errors.ts";
import type { HeldTerminal, TerminalOutput } from "@quayside/core/model/held-terminal.ts";
import { NOW, snapshot } from "./inventory-fixture.ts";

function terminal(id: string, name: string, state: HeldTerminal["state"] = { kind: "running" }): HeldTerminal {
  const container = snapshot.containers.find((other) => other.name === name);
  if (container === undefined) throw new Error(`There is no ${name} in the fixture.`);
  const { host } = container;
  return { id, ref: { host, id: container.id }, name, request: { kind: "exec" }, since: NOW, state };
}

const web = terminal("t-web", "shop-web-1");
const api = terminal("t-api", "shop-api-1");

export const held: readonly HeldTerminal[] = [api, terminal("t-web-2", "shop-web-1"), web];

export const fresh = terminal("t-fresh", "shop-api-1");

/** What was asked for was refused. */
export const refused = new NotFound(
  "There is no user “node” in shop-web-1.",
  "Take a name from its /etc/passwd, or a number: 0 is root.",
);

/** The shown one has failed. */
export const ended: readonly HeldTerminal[] = [
  api,
  terminal("t-web", "shop-web-1", {
    kind: "ended",
    exitCode: 137,
  }),
];

/** Of a container without a shell, and what is offered in its place. */
export const bare: readonly HeldTerminal[] = [
  {
    ...terminal("t-web", "shop-web-1"),
    state: {
      kind: "ended",
      exitCode: 126,
      error: {
        name: "NotFound",
        title: "Not found on laptop",
        sentence: "shop-web-1 has no shell: neither bash nor ash nor sh is in its image.",
        hint: "A debug shell beside it, of an image that has one, can look into it. Its logs and its inspection can be read all the same.",
        remedy: "debug-shell",
        detail: "",
      },
    },
  },
];

export const lost: readonly HeldTerminal[] = [
  terminal("t-web", "shop-web-1", {
    kind: "ended",
    error: {
      name: "HostUnreachable",
      title: "laptop can’t be reached",
      sentence: "The connection broke off.",
      hint: "Open it again when the host is back.",
      detail: "read ECONNRESET",
    },
  }),
];

/** The shown one is joined to a main process. */
export const attached: readonly HeldTerminal[] = [
  { ...api, request: { kind: "exec", command: ["/usr/bin/top", "-b"] } },
  {
    ...terminal("t-web", "shop-web-1"),
    request: { kind: "attach" },
    attachment: { tty: true, takesInput: false, detachKeys: "ctrl-p,ctrl-q" },
  },
];

const names = ["node_modules", "package.json", "server.js", "public", "views", "healthcheck.sh"];

/** Colours of all kinds, a long line, wide letters, and a prompt. */
export const screen: TerminalOutput = {
  size: { columns: 100, rows: 30 },
  screen: [
    "\u001b[1;32mnode@shop-web-1\u001b[0m:\u001b[1;34m/app\u001b[0m$ ls --color",
    names.map((name, index) => (index % 2 === 0 ? `\u001b[1;34m${name}\u001b[0m` : name)).join("  "),
    "\u001b[1;32mnode@shop-web-1\u001b[0m:\u001b[1;34m/app\u001b[0m$ for i in 1 2 3 4 5 6 7; do echo …; done",
    ...[1, 2, 3, 4, 5, 6, 7].map((n) => `\u001b[3${n}mcolour ${n}\u001b[0m \u001b[9${n}mbright ${n}\u001b[0m`),
    "\u001b[38;2;255;128;0mtrue colour\u001b[0m \u001b[48;5;24mground\u001b[0m \u001b[7minverse\u001b[0m \u001b[2mdim\u001b[0m \u001b[4munderlined\u001b[0m",
    "見出し 日本語 grüße 🐳 ok",
    "\u001b[1;32mnode@shop-web-1\u001b[0m:\u001b[1;34m/app\u001b[0m$ ",
  ].join("\r\n"),
};
