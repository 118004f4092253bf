import type { DesktopReply, DesktopRequest, ExecEvent, ExecOutcome } from "../port-messages.ts";

/** Runs a command through the preview's server: events as lines of JSON while it streams, else one outcome. */
export async function runExec(
  { id, request }: Extract<DesktopRequest, { kind: "exec" }>,
  chaos: string,
  reply: (reply: DesktopReply) => void,
  signal: AbortSignal,
): Promise<void> {
  const output = (event: ExecEvent) => reply({ kind: "output", id, event });
  try {
    const response = await fetch("dd/exec", { method: "POST", body: JSON.stringify({ ...request, chaos }), signal });
    if (!request.stream) return reply({ kind: "exec", id, outcome: (await response.json()) as ExecOutcome });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) output(JSON.parse(line) as ExecEvent);
    }
  } catch (error) {
    if (signal.aborted) output({ close: 143 });
    else {
      output({ error: String(error) });
      output({ close: 1 });
    }
  }
}
