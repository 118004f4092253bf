import { shellWord } from "../model/shell-word.ts";

/** The docker commands that do the same, for the event log. `name` is a container's, or a volume's. */
export const fileCommands = {
  write: (name: string, path: string) => `docker cp - ${shellWord(`${name}:${path}`)}`,
  read: (name: string, path: string) => `docker cp ${shellWord(`${name}:${path}`)} -`,
  makeDirectory: (name: string, path: string) => `docker exec ${shellWord(name)} mkdir ${shellWord(path)}`,
  rename: (name: string, from: string, to: string) =>
    `docker exec ${shellWord(name)} mv ${shellWord(from)} ${shellWord(to)}`,
  remove: (name: string, path: string) => `docker exec ${shellWord(name)} rm -rf ${shellWord(path)}`,
} as const;
