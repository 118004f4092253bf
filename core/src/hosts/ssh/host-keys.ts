import { randomBytes } from "node:crypto";
import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type HostKeyReason, HostKeyRefused } from "../../errors/errors.ts";
import type { KnownHostKey } from "../../model/host-key.ts";
import { hostKey, judgeHostKey, type KnownHost, knownHostLine, knownTypes, parseKnownHosts } from "./known-hosts.ts";
import type { LoginContext } from "./login-context.ts";
import type { SshSettings } from "./ssh-settings.ts";

/** Which keys are known, by ssh's files, by Quayside's own, and by what people said until Quayside ends. */
export class HostKeys {
  readonly #ownFile: string;
  readonly #writesSshFiles: boolean;
  readonly #once = new Set<string>();

  /** `ownFile`: Quayside's own file of known hosts. `writesSshFiles`: a person may have a key kept in ssh's. */
  constructor(ownFile: string, writesSshFiles: boolean) {
    this.#ownFile = ownFile;
    this.#writesSshFiles = writesSshFiles;
  }

  /** The types that the server is to be asked for first. Rejects with HostKeyRefused where a file can't be read. */
  async knownTypes(settings: SshSettings, address: string): Promise<string[]> {
    const { name, port } = keptUnder(settings);
    return knownTypes(await this.#lines(settings, address), name, port);
  }

  /** Resolves where the key is known, or a person vouches for it; rejects with HostKeyRefused or Cancelled. */
  async check(settings: SshSettings, address: string, blob: Buffer, context: LoginContext): Promise<void> {
    const { name, port } = keptUnder(settings);
    const key = hostKey(blob);
    const verdict = judgeHostKey(await this.#lines(settings, address), name, port, blob);
    if (verdict.kind === "known") return;
    const refuse = (reason: HostKeyReason, known: readonly KnownHostKey[] = []): HostKeyRefused =>
      new HostKeyRefused(reason, address, `${key.type} ${key.fingerprint}`, {
        ...{ key, known },
        isOwn: known.length > 0 && known.every(({ file }) => file === this.#ownFile),
      });
    if (verdict.kind !== "unknown") throw refuse(verdict.kind, verdict.known);

    const line = knownHostLine(name, port, blob);
    if (this.#once.has(line)) return;
    if (settings.strict) throw refuse("unknown");
    const [sshFile] = settings.knownHostsFiles;
    const file = sshFile === "/dev/null" || !this.#writesSshFiles ? undefined : sshFile;
    const answer = await context.prompter?.hostKey({ host: context.hostName, address, key, file }, context.signal);
    if (answer === undefined) throw refuse("unknown");
    this.#once.add(line);
    if (answer === "once") return;
    const salt = settings.hashKnownHosts ? randomBytes(20) : undefined;
    const kept = answer === "ssh" && file !== undefined ? file : this.#ownFile;
    await addLine(kept, knownHostLine(name, port, blob, salt)).catch((error: unknown) => {
      throw fileUnusable(address, error);
    });
  }

  /** Takes these lines out of Quayside's own file, where they are still what they were. */
  async forget(known: readonly KnownHostKey[]): Promise<void> {
    const text = await textOf(this.#ownFile);
    const held = parseKnownHosts([{ path: this.#ownFile, text }]);
    const gone = held.filter((line) =>
      known.some(
        ({ file, line: number, fingerprint }) =>
          file === line.file && number === line.line && fingerprint === line.fingerprint,
      ),
    );
    const numbers = new Set(gone.map(({ line }) => line));
    const left = text.split("\n").filter((_, index) => !numbers.has(index + 1));
    const draft = `${this.#ownFile}.${randomBytes(6).toString("hex")}`;
    await writeFile(draft, left.join("\n"), { mode: 0o600 });
    await rename(draft, this.#ownFile);
  }

  async #lines(settings: SshSettings, address: string): Promise<KnownHost[]> {
    const paths = [...settings.knownHostsFiles, this.#ownFile];
    try {
      return parseKnownHosts(await Promise.all(paths.map(async (path) => ({ path, text: await textOf(path) }))));
    } catch (error) {
      // What can't be read might say that the key was revoked.
      throw fileUnusable(address, error);
    }
  }
}

/** An alias stands for the host and its port, as ssh has it (sshconnect.c, get_hostfile_hostname_ipaddr). */
function keptUnder({ hostKeyAlias, host, port }: SshSettings): { readonly name: string; readonly port: number } {
  return hostKeyAlias === undefined ? { name: host, port } : { name: hostKeyAlias, port: 22 };
}

function fileUnusable(address: string, cause: unknown): HostKeyRefused {
  return new HostKeyRefused("file-unusable", address, cause instanceof Error ? cause.message : String(cause), {
    cause,
  });
}

/** Empty where there is no such file. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

async function addLine(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const before = await textOf(path);
  await appendFile(path, before === "" || before.endsWith("\n") ? line : `\n${line}`, { mode: 0o600 });
}
