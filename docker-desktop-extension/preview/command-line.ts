import { type ChaosProfile, chaosProfiles } from "./chaos.ts";

/** What `npm start -- …` can be told. */
export interface CommandLine {
  readonly port: number;
  readonly open: boolean;
  readonly demo: boolean;
  readonly editor: boolean;
  /** What goes wrong in the simulated Docker Desktop. */
  readonly chaos: readonly ChaosProfile[];
  readonly help: boolean;
}

export const usage = `npm start [-- OPTIONS]      Quayside in a simulated Docker Desktop, in the browser

  --port N     the port on 127.0.0.1 (7410 unless told; 0: any that is free)
  --no-open    don't open the browser
  --demo       show the demo, even where there is a Docker engine
  --chaos NAME the simulated Docker Desktop does what real ones have been seen to do; several by commas:
               ${chaosProfiles.join(", ")}
  --vscode     open VS Code (code, or else code-server) with the extension instead
  --help       this text

It uses the Docker engine that the docker command line would use. Its own files are kept in
  FOLDER
`;

/** Throws an Error with a sentence for people. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const line = {
    port: 7410,
    open: true,
    demo: false,
    editor: false,
    chaos: [] as readonly ChaosProfile[],
    help: false,
  };
  for (let i = 0; i < args.length; i += 1) {
    const [name, joined] = (args[i] ?? "").split("=", 2);
    if (name === "--port") line.port = portOf(joined ?? args[++i]);
    else if (name === "--no-open") line.open = false;
    else if (name === "--demo") line.demo = true;
    else if (name === "--chaos") line.chaos = profilesOf(joined ?? args[++i] ?? "");
    else if (name === "--vscode") line.editor = true;
    else if (name === "--help" || name === "-h") line.help = true;
    else throw new Error(`There is no option ${name}. \`npm start -- --help\` lists them.`);
  }
  return line;
}

function portOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error("--port wants a number from 0 to 65535.");
  }
  return Number(text);
}

function profilesOf(text: string): readonly ChaosProfile[] {
  return text.split(",").map((name) => {
    const profile = chaosProfiles.find((known) => known === name);
    if (profile !== undefined) return profile;
    throw new Error(`--chaos knows no profile “${name}”. It has: ${chaosProfiles.join(", ")}.`);
  });
}
