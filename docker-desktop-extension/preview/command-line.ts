/** What `npm start -- …` can be told. */
export interface CommandLine {
  readonly port: number;
  readonly open: boolean;
  readonly demo: boolean;
  readonly editor: boolean;
  readonly help: boolean;
}

export const usage = `npm start [-- OPTIONS]      Quayside in a simulated Docker Desktop, in the browser

  --port N     the port on 127.0.0.1 (7410 unless told; 0: any that is free)
  --no-open    don't open the browser
  --demo       show the demo, even where there is a Docker engine
  --vscode     open VS Code (code, or else code-server) with the extension instead
  --help       this text

It uses the Docker engine that the docker command line would use. Its own files are kept in
  FOLDER
`;

/** Throws an Error with a sentence for people. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const line = { port: 7410, open: true, demo: false, editor: false, help: false };
  for (let i = 0; i < args.length; i += 1) {
    const [name, joined] = (args[i] ?? "").split("=", 2);
    if (name === "--port") line.port = portOf(joined ?? args[++i]);
    else if (name === "--no-open") line.open = false;
    else if (name === "--demo") line.demo = true;
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
