import type { NewNetwork } from "../model/new-resource.ts";
import { shellWord } from "../model/shell-word.ts";

/** The docker commands that do the same, for the event log. */
export function removeNetworkCommand(name: string): string {
  return `docker network rm ${shellWord(name)}`;
}

export function createNetworkCommand({ name, driver, internal, attachable, subnet }: NewNetwork): string {
  return [
    ...["docker", "network", "create"],
    ...(driver === undefined ? [] : ["--driver", shellWord(driver)]),
    ...(internal === true ? ["--internal"] : []),
    ...(attachable === true ? ["--attachable"] : []),
    ...(subnet === undefined ? [] : ["--subnet", shellWord(subnet)]),
    shellWord(name),
  ].join(" ");
}
