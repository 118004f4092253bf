import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { validateExtension } from "../image/validate.ts";
import { type Compose, readCompose, runArguments } from "./compose.ts";

export interface Installation {
  /** The docker command line on the engine that Docker Desktop would have; gives what it printed. */
  readonly docker: (args: readonly string[]) => Promise<string>;
  /** That engine's socket: what /var/run/docker.sock.raw is in Docker Desktop's machine. */
  readonly engineSocket: string;
  /** Where the page and the guest services lie. */
  readonly folder: string;
  /** Under which name Compose would have it; Docker Desktop's own for this extension unless told. */
  readonly project?: string;
}

interface ImageConfig {
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Healthcheck?: { readonly Test: readonly string[] };
  readonly User: string;
  readonly StopSignal?: string;
}

const USUAL_PROJECT = "quayside_docker-desktop-extension-desktop-extension";

/** The extension as Docker Desktop installs it: from its image, on a real engine. */
export class InstalledExtension {
  readonly #installation: Installation;
  #compose: Compose | undefined;
  #container: string | undefined;

  private constructor(installation: Installation) {
    this.#installation = installation;
  }

  /** Rejects with what keeps Docker Desktop from taking the image. */
  static async install(image: string, installation: Installation): Promise<InstalledExtension> {
    const extension = new InstalledExtension(installation);
    await extension.#unpack(image);
    await extension.#begin(image);
    return extension;
  }

  /** The id of the backend's container. */
  get container(): string {
    if (this.#container === undefined) throw new Error("The extension is not installed.");
    return this.#container;
  }

  /** The page, as files. */
  get page(): string {
    return join(this.#installation.folder, "ui");
  }

  /** Where `vm.service` finds the backend. */
  get socket(): string {
    return join(this.#guestServices, "quayside.sock");
  }

  /** To another image: the container is another one, what lies in volumes stays. */
  async update(image: string): Promise<void> {
    await this.#end();
    await this.#unpack(image);
    await this.#begin(image);
  }

  /** Nothing of it is left on the engine but the image. */
  async remove(): Promise<void> {
    await this.#end();
    const volumes = this.#compose?.volumes ?? [];
    if (volumes.length > 0) await this.#installation.docker(["volume", "rm", ...volumes.map(this.#named)]);
    await rm(this.#installation.folder, { recursive: true, force: true });
  }

  get #project(): string {
    return this.#installation.project ?? USUAL_PROJECT;
  }

  readonly #named = (volume: string): string => `${this.#project}_${volume}`;

  get #guestServices(): string {
    return join(this.#installation.folder, "guest-services");
  }

  /** Looks at the image, and takes out of it what Docker Desktop itself shows. */
  async #unpack(image: string): Promise<void> {
    const { docker, folder } = this.#installation;
    await mkdir(this.#guestServices, { recursive: true });
    const [{ Config }] = JSON.parse(await docker(["image", "inspect", image])) as [{ readonly Config: ImageConfig }];
    const unstarted = (await docker(["create", image])).trim();
    try {
      for (const path of ["metadata.json", "compose.yaml", "quayside.svg", "ui"]) {
        await rm(join(folder, path), { recursive: true, force: true });
        await docker(["cp", `${unstarted}:/${path}`, folder]).catch(() => {}); // what the image lacks, the validation tells
      }
    } finally {
      await docker(["rm", unstarted]);
    }
    const text = (path: string) => readFileSync(join(folder, path), "utf8");
    const problems = validateExtension({
      config: {
        labels: Config.Labels ?? {},
        healthcheck: Config.Healthcheck?.Test ?? [],
        user: Config.User,
        stopSignal: Config.StopSignal ?? "",
      },
      has: (path) => existsSync(join(folder, path)),
      text,
    });
    if (problems.length > 0) throw new Error(`${image} is no extension of Docker Desktop: ${problems.join(" ")}`);
    this.#compose = readCompose(text("compose.yaml"));
  }

  async #begin(image: string): Promise<void> {
    const { docker, engineSocket } = this.#installation;
    if (this.#compose === undefined) throw new Error("Nothing is unpacked.");
    const { first } = this.#compose;
    const source = (path: string): string => (path === "/var/run/docker.sock.raw" ? engineSocket : path);
    // Docker Desktop labels what belongs to extensions, and names it after the project, as Compose does.
    const id = await docker([
      ...["run", "--detach", "--name", `${this.#project}-${first.name}-1`],
      ...[
        "--label",
        `com.docker.compose.project=${this.#project}`,
        "--label",
        `com.docker.compose.service=${first.name}`,
      ],
      ...["--label", "com.docker.desktop.extension=true"],
      ...["--mount", `type=bind,source=${this.#guestServices},target=/run/guest-services`],
      ...runArguments(first, { named: this.#named, source }),
      image,
    ]);
    this.#container = id.trim();
  }

  async #end(): Promise<void> {
    const container = this.#container;
    this.#container = undefined;
    if (container === undefined) return;
    await this.#installation.docker(["stop", "--time", "10", container]);
    await this.#installation.docker(["rm", "--force", container]);
  }
}
