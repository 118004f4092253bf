// Leaves a real mess for leftovers.test.ts: an engine, a running and a paused container, a process that was stopped.
import { join } from "node:path";
import { runLogger } from "./containers.ts";
import { openLab } from "./lab.ts";

const lab = openLab();
const engine = await lab.startEngine({ name: "doomed" });
await runLogger(engine, "talker");
await runLogger(engine, "paused");
await engine.docker(["pause", "paused"]);
lab.startProcess({ command: "sleep", args: ["600"], logFile: join(lab.folder, "log") }).signal("SIGSTOP");
process.stdout.write(`${lab.folder}\n`, () => process.kill(process.pid, "SIGKILL"));
