import Docker from "dockerode";
import type { Disposable } from "../lifetime/disposable.ts";
import type { EngineInfo } from "../model/host.ts";
import { DialAgent } from "./dial-agent.ts";
import type { Dialer } from "./dialer.ts";
import type { DockerApi } from "./docker-api.ts";
import { EngineCalls } from "./engine-calls.ts";
import { EngineCommands } from "./engine-commands.ts";
import { EngineQueries } from "./engine-queries.ts";
import { GuardedModem } from "./guarded-modem.ts";

/** The newest API that Quayside was written for. A newer engine still speaks it. */
const NEWEST_API = "1.51";

/** One daemon, spoken to. Disposing closes every connection to it. */
export interface Engine extends Disposable {
  readonly info: EngineInfo;
  /** Milliseconds that the first answer took. */
  readonly latency: number;
  /** Epoch milliseconds of the last sign of life. */
  readonly lastHeard: number;
  readonly queries: EngineQueries;
  readonly commands: EngineCommands;
}

export interface OpenEngine {
  readonly host: string;
  readonly dialer: Dialer;
  /** Milliseconds until the first answer must be there. */
  readonly deadline: number;
  readonly now: () => number;
}

/** Connects, asks what the engine is and agrees on an API version. Errors: HostUnreachable, EngineError, Cancelled. */
export async function openEngine({ host, dialer, deadline, now }: OpenEngine, signal: AbortSignal): Promise<Engine> {
  const kept = new DialAgent(dialer, { keepAlive: true, purpose: "query" });
  const fresh = new DialAgent(dialer, { keepAlive: false, purpose: "command" });
  const streams = new DialAgent(dialer, { keepAlive: false, purpose: "stream" });
  if (dialer.shortage !== undefined) dialer.shortage.onDidBegin = () => kept.closeIdle();
  const modem = new GuardedModem({ kept, fresh, streams });
  let lastHeard = now();
  const calls = new EngineCalls(
    new Docker({ modem } as Docker.DockerOptions) as unknown as DockerApi,
    dialer.address,
    () => {
      lastHeard = now();
    },
  );
  const queries = new EngineQueries(host, calls, { now, fewConnections: dialer.shortage !== undefined });
  const dispose = () => {
    kept.destroy();
    fresh.destroy();
    streams.destroy();
  };
  try {
    const start = performance.now();
    const { minApiVersion, ...info } = await queries.version(deadline, signal);
    const latency = performance.now() - start;
    const apiVersion = agreedVersion(info.apiVersion, minApiVersion);
    modem.version = `v${apiVersion}`;
    return {
      info: { ...info, apiVersion },
      latency,
      get lastHeard() {
        return lastHeard;
      },
      queries,
      commands: new EngineCommands(calls),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** The engine's newest where it is older than ours; ours otherwise, unless the engine refuses so old a one. */
export function agreedVersion(newest: string, oldest: string): string {
  if (compareVersions(newest, NEWEST_API) <= 0) return newest;
  return oldest !== "" && compareVersions(oldest, NEWEST_API) > 0 ? oldest : NEWEST_API;
}

function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA - majorB || minorA - minorB;
}
