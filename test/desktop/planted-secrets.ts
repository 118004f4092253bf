import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { disposable } from "@quayside/core/lifetime/disposable.ts";
import type { Transport } from "@quayside/core/panel/transport.ts";

export interface Place {
  /** For people. */
  readonly where: string;
  readonly bytes: Buffer;
}

/** Where the planted texts lie, as they are or in a form that anybody reads: "hosts.json holds “…” as base64". */
export function leaks(places: readonly Place[], planted: readonly string[]): string[] {
  return places.flatMap(({ where, bytes }) =>
    planted.flatMap((secret) =>
      forms(secret).flatMap(({ name, form }) => (bytes.includes(form) ? [`${where} holds “${secret}” ${name}`] : [])),
    ),
  );
}

function forms(secret: string): { readonly name: string; readonly form: string | Buffer }[] {
  // How the first and last letters are encoded depends on what stands beside them.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from("x".repeat(offset) + secret)
      .toString("base64")
      .slice(4, -4),
  );
  return [
    { name: "as it is", form: secret },
    { name: "in UTF-16", form: Buffer.from(secret, "utf16le") },
    { name: "in hexadecimal", form: Buffer.from(secret).toString("hex") },
    { name: "as part of an address", form: encodeURIComponent(secret) },
    ...base64.map((form) => ({ name: "in base64", form })),
  ];
}

/** Every file below a folder. */
export async function filesOf(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(paths.map(async (where) => ({ where, bytes: await readFile(where) })));
}

/** All that went over a transport, both ways. */
export class Recording {
  readonly messages: { readonly way: "to the panel" | "from the panel"; readonly message: unknown }[] = [];

  of(transport: Transport): Transport {
    const heard = transport.onMessage((message) => this.messages.push({ way: "to the panel", message }));
    return {
      onMessage: transport.onMessage,
      onEnd: transport.onEnd,
      send: (message) => {
        this.messages.push({ way: "from the panel", message });
        transport.send(message);
      },
      dispose: disposable(() => {
        heard.dispose();
        transport.dispose();
      }).dispose,
    };
  }

  /** Those that are there to carry what a person gives, and all others. */
  split(): { readonly carriers: Place[]; readonly others: Place[] } {
    const places = this.messages.map(({ way, message }) => ({
      carries: way === "from the panel" && carriesSecret(message),
      place: { where: `a message ${way}: ${JSON.stringify(message).slice(0, 200)}`, bytes: textOf(message) },
    }));
    return {
      carriers: places.filter(({ carries }) => carries).map(({ place }) => place),
      others: places.filter(({ carries }) => !carries).map(({ place }) => place),
    };
  }
}

/** The answer to a question for a secret, and a host that comes with a key that was pasted. */
function carriesSecret(message: unknown): boolean {
  const { method, input } = message as { readonly method?: string; readonly input?: Record<string, unknown> };
  if (method === "questions.answer") return input?.kind === "secret";
  return ["hosts.test", "hosts.add", "hosts.update"].includes(method ?? "") && input?.pastedKey !== undefined;
}

function textOf(message: unknown): Buffer {
  return Buffer.from(JSON.stringify(message));
}
