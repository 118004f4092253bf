import { openEngine } from "@quayside/core/engine/engine.ts";
import { describeError } from "@quayside/core/errors/describe-error.ts";
import { Credentials } from "@quayside/core/hosts/credentials.ts";
import { directDialer } from "@quayside/core/hosts/dialers.ts";
import { localEngine, type Surroundings } from "@quayside/core/hosts/found-engines.ts";
import { isPrepared } from "@quayside/core/hosts/prepared-dialer.ts";
import type { LoginContext } from "@quayside/core/hosts/ssh/login-context.ts";

export type FoundLocalEngine =
  | { readonly kind: "engine"; readonly sentence: string }
  /** There is none, and nobody said that there should be. */
  | { readonly kind: "none"; readonly sentence: string }
  /** There should be one, and it can't be used. */
  | { readonly kind: "unusable"; readonly sentence: string };

const DEADLINE = 3000;

/** Nobody can be asked for anything here. */
function nobody(signal: AbortSignal): LoginContext {
  const credentials = new Credentials(undefined);
  return { hostId: "local", hostName: "this machine", credentials, prompter: undefined, signal };
}

/** The engine that the docker command line would use, asked once whether it is there. */
export async function askLocalEngine(around: Surroundings, signal: AbortSignal): Promise<FoundLocalEngine> {
  const { address, connection, source } = localEngine(around);
  if (connection === undefined || connection.kind === "demo") {
    return {
      kind: "unusable",
      sentence: `${source} names ${address}: Quayside can’t reach that kind of address, or not without TLS.`,
    };
  }
  // Whether somebody lets us in over there is asked, and shown, where the hosts are.
  if (connection.kind === "ssh") return { kind: "engine", sentence: `the engine at ${address}` };
  try {
    const dialer = directDialer(connection, { deadline: DEADLINE, now: Date.now });
    if (isPrepared(dialer)) await dialer.prepare({ context: nobody(signal) });
    const engine = await openEngine({ host: "local", dialer, deadline: DEADLINE, now: Date.now }, signal);
    engine.dispose();
    return { kind: "engine", sentence: `${engine.info.product} ${engine.info.version} at ${address}` };
  } catch (error) {
    const { name, sentence, hint } = describeError(error, "this machine");
    // Whoever is asked for the passphrase of a key is asked where the hosts are.
    if (name === "AuthenticationFailed") return { kind: "engine", sentence: `the engine at ${address}` };
    const isMissing = error instanceof Error && "reason" in error && error.reason === "socket-missing";
    if (source === "socket" && isMissing)
      return { kind: "none", sentence: "There is no Docker engine on this machine." };
    const from = source === "socket" ? "" : ` (${source} names it.)`;
    return {
      kind: "unusable",
      sentence: name === "HostUnreachable" || name === "TlsFailed" ? `${sentence}${from} ${hint}` : sentence,
    };
  }
}
