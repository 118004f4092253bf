import { join } from "node:path";
import type { Host } from "@quayside/core/model/host.ts";
import type { PendingQuestion, QuestionAnswer } from "@quayside/core/model/question.ts";
import { connectPanel } from "@quayside/core/panel/connection.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { BackendProcess } from "../../docker-desktop-extension/preview/backend-process.ts";
import { DesktopTransport } from "../../docker-desktop-extension/ui/transport/desktop-transport.ts";
import { until } from "../lab/waiting.ts";
import { desktopInNode } from "./desktop-in-node.ts";
import type { Recording } from "./planted-secrets.ts";
import { dist } from "./simulated-desktop.ts";

/** Answers as a person would in the page; undefined leaves the question open. */
export type Answers = (question: PendingQuestion) => QuestionAnswer["answer"] | undefined;

export interface Desk {
  readonly api: PanelApi;
  /** What the panel shows of a host now. */
  host(id: string): Host | undefined;
  /** Names of the containers that it shows. */
  containers(): string[];
  readonly asked: PendingQuestion[];
  answers: Answers;
  stop(): Promise<void>;
}

/** The backend as the process that it is, and a page that records what goes to and fro. */
export async function openDesk(options: {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly recording: Recording;
  readonly say: (line: string) => void;
}): Promise<Desk> {
  const { folder, env, recording, say } = options;
  const socketPath = join(folder, "backend.sock");
  const backend = new BackendProcess({
    program: join(dist, "backend", "backend.cjs"),
    env: { ...env, QUAYSIDE_SOCKET: socketPath, QUAYSIDE_FOLDER: join(folder, "data"), QUAYSIDE_DEMO: "never" },
    say,
  });
  await backend.start();
  const { calls, downlink } = desktopInNode(socketPath);
  const transport = new DesktopTransport((await calls.openSession()).session, calls, downlink("poll"));
  const api = connectPanel(recording.of(transport));
  const closing = new AbortController();
  const hosts = new Map<string, Host>();
  const containers = new Map<string, string>();
  const desk: Desk = {
    ...{ api, asked: [], answers: () => undefined },
    host: (id) => hosts.get(id),
    containers: () => [...containers.values()],
    async stop() {
      closing.abort();
      await Promise.all([watching, answering]);
      api.dispose();
      await backend.stop();
    },
  };
  const watching = (async () => {
    for await (const item of api.stream("inventory.watch", {}, closing.signal)) {
      const seen = "snapshot" in item ? item.snapshot : item.change;
      for (const host of seen.hosts) hosts.set(host.id, host);
      for (const { host, id, name } of seen.containers) containers.set(`${host} ${id}`, name);
      if ("change" in item) for (const id of item.change.removedHosts) hosts.delete(id);
    }
  })();
  const answering = (async () => {
    for await (const questions of api.stream("questions.watch", {}, closing.signal)) {
      for (const question of questions) {
        if (desk.asked.some(({ id }) => id === question.id)) continue;
        desk.asked.push(question);
        const answer = desk.answers(question);
        if (answer !== undefined)
          await api.call("questions.answer", { id: question.id, kind: question.kind, answer } as QuestionAnswer);
      }
    }
  })();
  return desk;
}

/** `what`: a kind of state, or the title of an error. */
export async function becomes(desk: Desk, id: string, what: string): Promise<void> {
  const now = (): readonly string[] => {
    const state = desk.host(id)?.state;
    return state?.kind === "unreachable" ? [state.kind, state.error.title] : [state?.kind ?? "gone"];
  };
  await until(() => now().includes(what), { what: `“${what}”`, withinMs: 20_000 }).catch((error: Error) => {
    throw new Error(`${error.message}; it is ${now()}`);
  });
}
