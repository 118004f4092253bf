import type { HostConnection } from "@quayside/core/model/host.ts";

/** The name, or the name and a number, that no host has yet. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const stem = name.slice(0, 180);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? stem : `${stem} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Of another machine its own name, of a socket what its path says. */
export function nameOf(connection: HostConnection): string {
  if (connection.kind === "ssh" || connection.kind === "tls") return connection.host;
  if (connection.kind === "demo") return "demo";
  const parts = connection.path.split(/[/\\]/).filter((part) => part !== "");
  const last = parts.at(-1) ?? "docker";
  // "docker.sock" says nothing; the folder that it lies in may.
  return /^docker(_engine|\.sock)?$/.test(last) ? (parts.at(-2) ?? last) : last.replace(/\.sock$/, "");
}
