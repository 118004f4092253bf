import { type JsonObject, number, object, text, textMap, texts, time } from "./json.ts";

/** What a container, or the image that it is made of, says of how it is run. */
export interface LaunchRecord {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly user: string;
  readonly stopSignal: string;
  /** "NAME=value", or "NAME" alone, which takes the image's away. */
  readonly environment: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** `Config` of a container or of an image. */
export function launchFromConfig(config: JsonObject): LaunchRecord {
  return {
    entrypoint: wordsOf(config.Entrypoint),
    command: wordsOf(config.Cmd),
    workingDirectory: text(config.WorkingDir),
    user: text(config.User),
    // Podman gives a signal's number.
    stopSignal: text(config.StopSignal) || String(number(config.StopSignal) ?? ""),
    environment: texts(config.Env),
    labels: textMap(config.Labels),
  };
}

/** Podman writes an entry point as one text. */
function wordsOf(value: unknown): readonly string[] {
  return typeof value === "string" && value !== "" ? value.split(" ") : texts(value);
}

export interface ImageInspection {
  readonly id: string;
  readonly launch: LaunchRecord;
  readonly createdAt?: number;
  readonly size?: number;
  readonly platform: string;
  /** When one of its tags was set on this host; podman doesn't say. */
  readonly taggedAt?: number;
}

/** The answer of `/images/{name}/json`; nothing where that is no image. */
export function imageFromInspect(json: unknown): ImageInspection | undefined {
  const record = object(json);
  // Podman leaves out "sha256:" where Docker has it.
  const id = text(record.Id).replace(/^(?=[0-9a-f]{64}$)/, "sha256:");
  if (id === "") return undefined;
  const createdAt = time(record.Created);
  const taggedAt = time(object(record.Metadata).LastTagTime);
  const size = number(record.Size);
  const platform = [text(record.Os), text(record.Architecture), text(record.Variant)].filter((part) => part !== "");
  return {
    id,
    launch: launchFromConfig(object(record.Config)),
    platform: platform.join("/"),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(size === undefined ? {} : { size }),
    ...(taggedAt === undefined ? {} : { taggedAt }),
  };
}
