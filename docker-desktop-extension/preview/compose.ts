import * as v from "valibot";
import { parse } from "yaml";

const bind = v.strictObject({
  type: v.literal("bind"),
  source: v.string(),
  target: v.string(),
  bind: v.optional(v.strictObject({ create_host_path: v.boolean() })),
});
const volume = v.strictObject({ type: v.literal("volume"), source: v.string(), target: v.string() });
const service = v.strictObject({
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what Docker Desktop puts the image in for
  image: v.literal("${DESKTOP_PLUGIN_IMAGE}"),
  restart: v.optional(v.string(), "no"),
  init: v.optional(v.boolean(), false),
  read_only: v.optional(v.boolean(), false),
  cap_drop: v.optional(v.array(v.string()), []),
  security_opt: v.optional(v.array(v.string()), []),
  volumes: v.optional(v.array(v.variant("type", [bind, volume])), []),
});
const composeFile = v.strictObject({
  services: v.record(v.string(), service),
  volumes: v.optional(v.record(v.string(), v.nullable(v.strictObject({}))), {}),
});

export interface Service extends v.InferOutput<typeof service> {
  readonly name: string;
}

export interface Compose {
  /** Commands of the page run in this one. */
  readonly first: Service;
  /** Named volumes: they survive an update. */
  readonly volumes: readonly string[];
}

/** As much of Compose as the extension uses; throws at anything else. */
export function readCompose(text: string): Compose {
  const { services, volumes } = v.parse(composeFile, parse(text));
  const [[name, first] = []] = Object.entries(services);
  if (name === undefined || first === undefined || Object.keys(services).length > 1)
    throw new Error("The compose file is to have one service.");
  return { first: { ...first, name }, volumes: Object.keys(volumes) };
}

/** `docker run`'s own, for a service. `named` gives a volume its name on the engine; `source` a path of the VM the one here. */
export function runArguments(
  { restart, init, read_only, cap_drop, security_opt, volumes }: Service,
  { named, source }: { readonly named: (volume: string) => string; readonly source: (path: string) => string },
): string[] {
  return [
    ...["--restart", restart],
    ...(init ? ["--init"] : []),
    ...(read_only ? ["--read-only"] : []),
    ...cap_drop.flatMap((name) => ["--cap-drop", name]),
    ...security_opt.flatMap((option) => ["--security-opt", option]),
    ...volumes.flatMap((mount) => [
      "--mount",
      `type=${mount.type},source=${mount.type === "bind" ? source(mount.source) : named(mount.source)},target=${mount.target}`,
    ]),
  ];
}
