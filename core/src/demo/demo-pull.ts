import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { isError } from "../errors/errors.ts";
import { delay } from "../lifetime/abort.ts";
import type { DemoResources } from "./demo-resources.ts";
import { Refusal } from "./refusal.ts";

/** Milliseconds from one report to the next. */
const PACE = 60;
const STEPS = 12;
const MB = 1_000_000;

/** `POST /images/create`: layers that come from nowhere, as slowly as real ones. */
export async function sendDemoPull(
  resources: DemoResources,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const repository = query.get("fromImage") ?? "";
  const tag = query.get("tag") || "latest";
  if (repository === "") throw new Refusal(400, "the demo only pulls images: it can’t import them");
  const [first = ""] = repository.split("/");
  if (repository.includes("/") && /[.:]|^localhost$/.test(first))
    throw new Refusal(500, `Get "https://${first}/v2/": the demo has no network: it knows images of Docker Hub alone`);
  if (tag.includes(":")) throw new Refusal(404, `manifest for ${repository}@${tag} not found: manifest unknown`);

  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.writeHead(200, { "content-type": "application/json" });
  const tell = (line: unknown) => response.write(`${JSON.stringify(line)}\r\n`);
  const name = `${repository}:${tag}`;
  const layers = layersOf(name);
  try {
    tell({ status: `Pulling from ${repository.includes("/") ? repository : `library/${repository}`}`, id: tag });
    for (const { id } of layers) tell({ status: "Pulling fs layer", progressDetail: {}, id });
    for (const { id, total } of layers) {
      for (const status of ["Downloading", "Extracting"]) {
        for (let step = 1; step <= STEPS; step += 1) {
          await delay(PACE, gone.signal);
          tell({ status, progressDetail: { current: Math.round((total * step) / STEPS), total }, id });
        }
        tell({ status: status === "Downloading" ? "Download complete" : "Pull complete", progressDetail: {}, id });
      }
    }
    const isNew = resources.pulled(name);
    tell({ status: `Status: ${isNew ? "Downloaded newer image for" : "Image is up to date for"} ${name}` });
    response.end();
  } catch (error) {
    // Who pulled has gone.
    if (!isError(error, "Cancelled")) throw error;
  }
}

function layersOf(name: string): { readonly id: string; readonly total: number }[] {
  const digest = createHash("sha256").update(name).digest();
  return [0, 1, 2].map((index) => ({
    id: digest.toString("hex", index * 6, index * 6 + 6),
    total: (2 + ((digest[index] ?? 0) % 40)) * MB,
  }));
}
