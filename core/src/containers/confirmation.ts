import type { Confirmation } from "../model/confirmation.ts";
import type { Container } from "../model/container.ts";

/** `hostName` gives the name that people gave the host. */
export function confirmation(
  action: "remove" | "kill",
  containers: readonly Container[],
  hostName: (host: string) => string,
): Confirmation {
  const hosts = [...new Set(containers.map(({ host }) => hostName(host)))];
  const where = listed(hosts);
  const [only] = containers;
  const what = containers.length === 1 && only ? only.name : `${containers.length} containers`;
  const running = containers.filter(({ state }) => state === "running" || state === "paused" || state === "restarting");
  if (action === "kill") {
    return {
      title: `Kill ${what} on ${where}?`,
      sentence: "It gets SIGKILL at once and can save nothing.",
      button: `Kill on ${where}`,
    };
  }
  const names =
    containers.length > 1
      ? `${listed(containers.slice(0, 8).map(({ name }) => name))}${containers.length > 8 ? " …" : ""}. `
      : "";
  const stops =
    running.length === 0
      ? ""
      : containers.length === 1
        ? " It is running and will be killed first."
        : ` ${running.length} of them run and will be killed first.`;
  return {
    title: `Remove ${what} from ${where}?`,
    sentence: `${names}What was written inside and not to a volume is lost. This can’t be undone.${stops}`,
    button: `Remove from ${where}`,
  };
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
