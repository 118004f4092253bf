import { NotFound } from "@quayside/core/errors/errors.ts";
import { type ConnectOptions, connectPanel } from "@quayside/core/panel/connection.ts";
import { inMemoryTransports } from "@quayside/core/panel/in-memory-transport.ts";
import { type PanelApi, type PanelHandlers, panelMethods } from "@quayside/core/panel/methods.ts";
import { type ServeOptions, servePanel } from "@quayside/core/panel/serve-panel.ts";
import type { Transport } from "@quayside/core/panel/transport.ts";
import { expect, onTestFinished, vi } from "vitest";

/** Every method answers NotFound but those given. */
export function handlersOf(own: Partial<PanelHandlers>): PanelHandlers {
  const unserved = () => {
    throw new NotFound("This test serves no such method.");
  };
  const rest = Object.fromEntries(Object.keys(panelMethods).map((name) => [name, unserved]));
  return { ...rest, "hosts.retry": async () => {}, ...own } as PanelHandlers;
}

/** The served side alone, with the bare end of its transport in the test's hand and what came out of it. */
export function served(own: Partial<PanelHandlers>, options: Partial<ServeOptions> = {}) {
  const [end, serverEnd] = inMemoryTransports();
  const problems: unknown[] = [];
  const server = servePanel(serverEnd, handlersOf(own), { onProblem: (problem) => problems.push(problem), ...options });
  const received: Record<string, unknown>[] = [];
  end.onMessage((message) => received.push(message as Record<string, unknown>));
  onTestFinished(() => server.dispose());
  return { end, serverEnd, server, problems, received };
}

/** A panel and its served side over the in-memory pair. */
export function connected(
  own: Partial<PanelHandlers>,
  options: { readonly serve?: Partial<ServeOptions>; readonly connect?: ConnectOptions } = {},
) {
  const side = served(own, options.serve);
  const panelProblems: Error[] = [];
  const panel = connectPanel(side.end, { onProblem: (problem) => panelProblems.push(problem), ...options.connect });
  onTestFinished(() => panel.dispose());
  return { ...side, panel, panelProblems };
}

/** The panel's side alone; the test plays core. */
export function panelAlone(options: ConnectOptions = {}) {
  const [end, core] = inMemoryTransports();
  const problems: Error[] = [];
  const received: Record<string, unknown>[] = [];
  core.onMessage((message) => received.push(message as Record<string, unknown>));
  const panel = connectPanel(end, { onProblem: (problem) => problems.push(problem), ...options });
  onTestFinished(() => panel.dispose());
  return { panel, core, problems, received };
}

/** When this is done, whatever was under way before it has arrived, both ways, and been worked off. */
export async function roundTrips(panel: PanelApi, count = 5): Promise<void> {
  for (let i = 0; i < count; i += 1) await panel.call("hosts.retry", { host: "laptop" });
}

export const unexpected = (problem: unknown) => expect.unreachable(String(problem));

/** The time is for a machine that is busy; what is waited for takes milliseconds. */
export const until = <T>(check: () => T) => vi.waitFor(check, { timeout: 20_000, interval: 5 });

export const hello = (transport: Transport) => transport.send({ type: "hello", protocol: 1 });
