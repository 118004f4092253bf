import { installCodeServer } from "./code-server-install.ts";
import { whyNoNetworks } from "./engine-network.ts";
import { machineLockFile } from "./lab-folder.ts";
import { withMachineLock } from "./machine-lock.ts";
import { type MissingParts, missingVariable, type Part, parts } from "./parts.ts";
import { installPackages, lackingPackages, whyNoPackages, whyPartLacks } from "./system-packages.ts";

/** As the test run found it out; where vitest was called by hand, as far as the packages tell. */
export function missingParts(): MissingParts {
  const found = process.env[missingVariable];
  return found === undefined ? missingByPackages() : (JSON.parse(found) as MissingParts);
}

function missingByPackages(): MissingParts {
  const why = whyNoPackages();
  return Object.fromEntries(
    parts.flatMap((part) => {
      const reason = why ?? whyPartLacks(part);
      return reason === undefined ? [] : [[part, reason]];
    }),
  );
}

function supplyPackages(install: boolean, say: (line: string) => void): void {
  const lacking = [...new Set(parts.flatMap(lackingPackages))];
  if (lacking.length === 0) {
    say("The lab lacks no Debian package.");
    return;
  }
  say(`The lab lacks these Debian packages: ${lacking.join(" ")}`);
  say(install ? "Installing them (npm test -- --no-install forbids it) …" : "--no-install: they are not installed.");
  const failure = install ? installPackages(lacking) : undefined;
  if (failure !== undefined) say(failure);
}

export interface Preparation {
  readonly install: boolean;
  /** Parts whose costly installation can wait until a test asks for it. */
  readonly later: readonly Part[];
  readonly say: (line: string) => void;
}

/** Says what the lab lacks, installs it where that is allowed, and finds out what can't be had here, and why. */
export async function prepareParts({ install, later, say }: Preparation): Promise<MissingParts> {
  const why = whyNoPackages();
  if (why !== undefined) return missingByPackages();
  // Two runs at once would get into each other's apt.
  await withMachineLock(machineLockFile, async () => supplyPackages(install, say));
  const missing: Partial<Record<Part, string>> = { ...missingByPackages() };
  const networked = (["engine", "podman"] as const).filter((part) => missing[part] === undefined);
  const noNetworks = networked.length > 0 ? await whyNoNetworks() : undefined;
  if (noNetworks !== undefined) for (const part of networked) missing[part] = noNetworks;
  if (missing.vscode === undefined && !later.includes("vscode")) {
    await installCodeServer(say).catch((error: unknown) => {
      missing.vscode = `code-server can't be installed: ${error instanceof Error ? error.message : String(error)}`;
    });
  }
  return missing;
}
