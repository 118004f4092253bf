import { readFile } from "node:fs/promises";
import type { BaseAgent, ParsedKey } from "ssh2";
import { PASTED_KEY } from "../credentials.ts";
import { isLocked, unlocked } from "../locked-key.ts";
import { loadSsh2 } from "./load-ssh2.ts";
import { PassphraseWrong, type PrivateKeyFile, readPrivateKey, sign } from "./private-key.ts";
import type { SshSettings } from "./ssh-settings.ts";

/** A key that can be shown to a server, which then says whether it would take it; only then it has to sign. */
export interface OfferedKey {
  readonly blob: Buffer;
  /** Its file, or what the agent calls it. */
  readonly name: string;
  sign(data: Buffer, hash: string | undefined): Promise<Buffer>;
}

export interface KeyRing {
  readonly keys: readonly OfferedKey[];
  /** The agent that the settings name didn't answer. */
  readonly agentGone: Error | undefined;
  /** Files that hold no key that could be used. */
  readonly unusable: readonly string[];
}

/** Asks for a passphrase; undefined where nobody answers. `again`: the last one was wrong. */
export type AskPassphrase = (path: string, again: boolean) => Promise<string | undefined>;

/** The agent's keys that the settings name as files, then its others, then the files themselves: as ssh does. */
export async function openKeyRing(settings: SshSettings, askPassphrase: AskPassphrase): Promise<KeyRing> {
  const unusable: string[] = [];
  const files = (
    await Promise.all(settings.keyFiles.map((path) => readKeyFile(path, settings.keyIsTold === true, unusable)))
  ).flat();
  const agent = await agentKeys(settings.agent);
  const named = (key: OfferedKey): boolean => files.some(({ blob }) => blob?.equals(key.blob));
  const ofAgent = [
    ...agent.keys.filter(named),
    ...(settings.identitiesOnly ? [] : agent.keys.filter((key) => !named(key))),
  ];
  const held = (blob: Buffer): boolean => ofAgent.some((key) => key.blob.equals(blob));
  const ofFiles = files.flatMap((file) =>
    file.blob === undefined || held(file.blob) ? [] : [fileKey(file, file.blob, askPassphrase)],
  );
  return { keys: [...ofAgent, ...ofFiles], agentGone: agent.gone, unusable };
}

/** Each key once, those of the first before the others. */
export function joinedRings(first: KeyRing, second: KeyRing): KeyRing {
  const others = second.keys.filter(({ blob }) => !first.keys.some((key) => key.blob.equals(blob)));
  return {
    keys: [...first.keys, ...others],
    agentGone: first.agentGone ?? second.agentGone,
    unusable: [...first.unusable, ...second.unusable],
  };
}

const MISSING = "pasted key (it is not in the secret store: paste it again)";

/** The only key that is offered. Undefined: it isn't in the secret store. */
export async function pastedKeyRing(pasted: string | undefined, askPassphrase: AskPassphrase): Promise<KeyRing> {
  const opened = pasted === undefined ? undefined : await legible(pasted, askPassphrase);
  const key = opened === undefined ? undefined : readPrivateKey(PASTED_KEY, opened, undefined);
  const keys = key?.blob === undefined ? [] : [fileKey(key, key.blob, askPassphrase)];
  return { keys, agentGone: undefined, unusable: keys.length > 0 ? [] : [pasted === undefined ? MISSING : PASTED_KEY] };
}

/** A locked key of any form but OpenSSH's own tells its public half to nobody before it is opened. Undefined where it stays locked. */
async function legible(pem: string, askPassphrase: AskPassphrase): Promise<string | undefined> {
  if (!isLocked(pem)) return pem;
  for (let again = false; ; again = true) {
    const passphrase = await askPassphrase(PASTED_KEY, again);
    const opened = passphrase === undefined ? undefined : unlocked(pem, passphrase);
    if (passphrase === undefined || opened !== undefined) return opened;
  }
}

async function readKeyFile(path: string, told: boolean, unusable: string[]): Promise<PrivateKeyFile[]> {
  const [text, publicText] = await Promise.all([read(path, told, unusable), read(`${path}.pub`, false, [])]);
  if (text === undefined) return [];
  const key = readPrivateKey(path, text, publicText);
  if (key?.blob === undefined) unusable.push(path);
  return key === undefined ? [] : [key];
}

/** Most of the files that ssh would look for are not there: that is no failure, but for one that was `told`. */
async function read(path: string, told: boolean, unusable: string[]): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") unusable.push(path);
    else if (told) unusable.push(`${path} (there is no such file where Quayside runs)`);
    return undefined;
  }
}

function fileKey(file: PrivateKeyFile, blob: Buffer, askPassphrase: AskPassphrase): OfferedKey {
  return {
    blob,
    name: file.path,
    async sign(data, hash) {
      if (!file.encrypted) return await sign(file, undefined, data, hash);
      for (let again = false; ; again = true) {
        const passphrase = await askPassphrase(file.path, again);
        if (passphrase === undefined) throw new PassphraseWrong(`${file.path} stays locked.`);
        try {
          return await sign(file, passphrase, data, hash);
        } catch (error) {
          if (!(error instanceof PassphraseWrong)) throw error;
        }
      }
    },
  };
}

async function agentKeys(path: string | undefined): Promise<{ keys: OfferedKey[]; gone: Error | undefined }> {
  if (path === undefined) return { keys: [], gone: undefined };
  const agent = loadSsh2().createAgent(path);
  return await new Promise((resolve) => {
    agent.getIdentities((error, identities) => {
      if (error) resolve({ keys: [], gone: error });
      else resolve({ keys: (identities ?? []).flatMap((key) => agentKey(agent, key as ParsedKey)), gone: undefined });
    });
  });
}

function agentKey(agent: BaseAgent, key: ParsedKey): OfferedKey[] {
  // Certificates and keys of kinds that ssh2 doesn't know come as errors.
  if (key instanceof Error) return [];
  const blob = key.getPublicSSH();
  return [
    {
      blob,
      name: key.comment,
      sign: (data, hash) =>
        new Promise((resolve, reject) => {
          agent.sign(key, data, hash === undefined ? {} : { hash: hash as "sha256" }, (error, signature) => {
            if (error) reject(error);
            else resolve(signature ?? Buffer.alloc(0));
          });
        }),
    },
  ];
}
