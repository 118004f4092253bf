import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { ChaosProfile } from "../../docker-desktop-extension/preview/chaos.ts";
import { previewContainer } from "../../docker-desktop-extension/preview/preview-container.ts";
import { SimulatedExec } from "../../docker-desktop-extension/preview/simulated-exec.ts";
import { callService } from "../../docker-desktop-extension/preview/simulated-service.ts";
import type { Downlink } from "../../docker-desktop-extension/ui/transport/downlink.ts";
import { PollDownlink } from "../../docker-desktop-extension/ui/transport/poll-downlink.ts";
import { ServiceCalls } from "../../docker-desktop-extension/ui/transport/service-calls.ts";
import { StreamDownlink } from "../../docker-desktop-extension/ui/transport/stream-downlink.ts";

const backendFolder = dirname(
  fileURLToPath(new URL("../../docker-desktop-extension/dist/backend/attach.cjs", import.meta.url)),
);

type Service = ConstructorParameters<typeof ServiceCalls>[0];
type Exec = ConstructorParameters<typeof StreamDownlink>[0];

export interface DesktopTrouble {
  readonly chaos?: ChaosProfile;
  /** Called before a request is sent and when it has been answered: what it throws is what the page gets instead. */
  readonly interrupt?: (method: string, when: "before" | "after") => void;
  /** Given each helper's own end, to kill it. */
  readonly onHelper?: (kill: () => void) => void;
}

/** `vm.service` and `vm.cli.exec` as the simulated Desktop has them, without a browser. */
export function desktopInNode(socketPath: string, { chaos, interrupt, onHelper }: DesktopTrouble = {}) {
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const send = async (method: string, url: string, data?: unknown): Promise<unknown> => {
    const body = data === undefined ? undefined : JSON.stringify(data);
    interrupt?.(method, "before");
    const reply = await callService(socketPath, { method, url, headers: {}, body }, closing.signal);
    interrupt?.(method, "after");
    if (reply.status < 200 || reply.status > 299)
      throw { name: "ServiceError", message: reply.body, statusCode: reply.status };
    return chaos === "data-wrap" ? { data: JSON.parse(reply.body) } : JSON.parse(reply.body);
  };
  const service = {
    get: (url: string) => send("GET", url),
    post: (url: string, data: unknown) => send("POST", url, data),
    delete: (url: string) => send("DELETE", url),
  } as Service;

  const simulated = new SimulatedExec(previewContainer(backendFolder, socketPath));
  const exec = ((command: string, args: string[], { stream }: Parameters<Exec>[2]) => {
    const leaving = new AbortController();
    closing.signal.addEventListener("abort", () => leaving.abort());
    onHelper?.(() => leaving.abort());
    const request = {
      where: "vm",
      command,
      args,
      cwd: undefined,
      env: undefined,
      stream: true,
      splitOutputLines: true,
    } as const;
    const emit = (event: Readonly<Record<string, unknown>>) => {
      if ("close" in event) stream.onClose?.(Number(event.close));
      else if ("error" in event) stream.onError?.(event.error);
      else stream.onOutput?.(event as { stdout: string });
    };
    void simulated.stream(request, { cut: chaos === "cut-characters", emit }, leaving.signal);
    return { close: () => leaving.abort() };
  }) as unknown as Exec;

  const calls = new ServiceCalls(service);
  const downlink = (way: "poll" | "stream"): Downlink =>
    way === "poll" ? new PollDownlink(calls) : new StreamDownlink(exec);
  return { service, exec, calls, downlink };
}
