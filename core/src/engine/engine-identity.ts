import type { MachineFacts } from "../model/host.ts";
import { number, object, text, texts } from "./json.ts";

/** What the engine says of itself and of its machine. */
export interface EngineIdentity {
  /** Empty where the engine has none that stays: podman makes one up for each answer. */
  readonly id: string;
  /** Its clock as it wrote it: RFC 3339 with up to nine digits of a second. */
  readonly systemTime: string;
  /** The same as epoch milliseconds; undefined where it tells no time. */
  readonly time: number | undefined;
  /** Milliseconds from the question to the answer; the time was read somewhere between. */
  readonly roundTrip: number;
  readonly machine: Omit<MachineFacts, "clockAhead">;
}

/** From the answer to `/info`. */
export function engineIdentity(value: unknown, roundTrip: number): EngineIdentity {
  const json = object(value);
  const systemTime = text(json.SystemTime);
  const time = Date.parse(systemTime);
  return {
    // Of the two only podman builds with buildah.
    id: json.BuildahVersion === undefined ? text(json.ID) : "",
    systemTime,
    roundTrip,
    time: Number.isNaN(time) ? undefined : time,
    machine: {
      name: text(json.Name),
      cpus: number(json.NCPU) ?? 0,
      memory: number(json.MemTotal) ?? 0,
      system: text(json.OperatingSystem),
      dataRoot: text(json.DockerRootDir),
      ...(texts(json.SecurityOptions).some((option) => /^name=rootless\b/.test(option)) ? { rootless: true } : {}),
    },
  };
}
