import * as v from "valibot";
import { parse } from "yaml";

const mount = v.object({
  type: v.string(),
  source: v.optional(v.string()),
  target: v.string(),
  bind: v.optional(v.object({ create_host_path: v.optional(v.boolean()) })),
});
const service = v.looseObject({
  image: v.optional(v.string()),
  volumes: v.optional(v.array(v.union([v.string(), mount])), []),
  read_only: v.optional(v.boolean(), false),
  cap_drop: v.optional(v.array(v.string()), []),
  security_opt: v.optional(v.array(v.string()), []),
});
const composeFile = v.object({
  services: v.pipe(
    v.record(v.string(), service),
    v.check((all) => Object.keys(all).length > 0),
  ),
  volumes: v.optional(v.record(v.string(), v.unknown()), {}),
});
type Service = v.InferOutput<typeof service>;
type Mount = v.InferOutput<typeof mount>;

/** What gives a container more of Docker Desktop's machine than the backend needs. */
const refused = ["ports", "privileged", "cap_add", "devices", "network_mode", "pid", "ipc", "userns_mode", "env_file"];

/** What of the compose file Docker Desktop can't use, or the backend should not be given. */
export function composeProblems(text: string): string[] {
  const { output, success } = v.safeParse(composeFile, parsed(text));
  if (!success) return ["The compose file has no services."];
  const services = Object.entries(output.services);
  return services.flatMap(([name, told]) =>
    serviceProblems(told, Object.keys(output.volumes)).map((problem) => `The service ${name} ${problem}.`),
  );
}

function serviceProblems(told: Service, named: readonly string[]): string[] {
  const mounts = told.volumes.filter((volume): volume is Mount => typeof volume !== "string");
  const engine = mounts.find(({ target }) => target === "/var/run/docker.sock");
  const volumes = mounts.filter(({ type }) => type === "volume");
  const rules: readonly (readonly [isKept: boolean, problem: string])[] = [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what Docker Desktop puts the image in for
    [told.image === "${DESKTOP_PLUGIN_IMAGE}", "is not of the image ${DESKTOP_PLUGIN_IMAGE}"],
    [mounts.length === told.volumes.length, "has a mount in the short form, which makes a folder of what is missing"],
    [
      engine?.type === "bind" && engine.source === "/var/run/docker.sock.raw",
      "does not mount /var/run/docker.sock.raw",
    ],
    [engine?.bind?.create_host_path === false, "makes a folder where the engine’s socket is missing"],
    [
      mounts.every((one) => one === engine || one.type !== "bind"),
      "mounts more of the machine than the engine’s socket",
    ],
    [volumes.length > 0, "has no named volume, so that an update forgets everything"],
    [volumes.every(({ source = "" }) => named.includes(source)), "has a volume that the compose file does not name"],
    [told.read_only, "may write to its own files: it lacks read_only"],
    [told.cap_drop.includes("ALL"), "keeps capabilities: it lacks cap_drop: [ALL]"],
    [told.security_opt.includes("no-new-privileges:true"), "can gain privileges: it lacks no-new-privileges:true"],
    ...refused.map((key) => [!(key in told), `has ${key}, which it does not need`] as const),
  ];
  return rules.flatMap(([isKept, problem]) => (isKept ? [] : [problem]));
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
