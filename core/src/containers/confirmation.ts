import { listed, nameOrCount, removalQuestion } from "../actions/confirmation-words.ts";
import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";

/** `hostName` gives the name that people gave the host. */
export function confirmation(
  action: "remove" | "kill",
  containers: readonly Container[],
  hostName: (host: string) => string,
): Confirmation {
  const names = containers.map(({ name }) => name);
  const hosts = containers.map(({ host }) => hostName(host));
  if (action === "kill") {
    const where = listed([...new Set(hosts)]);
    return {
      title: `Kill ${nameOrCount(names, "container")} on ${where}?`,
      sentence: "It gets SIGKILL at once and can save nothing.",
      button: `Kill on ${where}`,
    };
  }
  const running = containers.filter(({ state }) => state === "running" || state === "paused" || state === "restarting");
  const stops =
    containers.length === 1
      ? "It is running and will be killed first."
      : `${running.length} of them run and will be killed first.`;
  return removalQuestion("container", names, hosts, [
    "What was written inside and not to a volume is lost. This can’t be undone.",
    ...(running.length === 0 ? [] : [stops]),
  ]);
}
