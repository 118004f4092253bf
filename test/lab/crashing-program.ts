// Leaves a real mess for leftovers.test.ts: an engine (or a podman), a running and a paused container, a process that was stopped.
import { join } from "node:path";
import { runLogger } from "./containers.ts";
import { openLab } from "./lab.ts";

const lab = openLab();
const podman = process.argv[2] === "podman" ? await lab.startPodman({ name: "doomed" }) : undefined;
const engine = podman ?? (await lab.startEngine({ name: "doomed" }));
await runLogger(engine, "talker");
await runLogger(engine, "paused");
await engine.api.json("POST", "/containers/paused/pause");
lab.startProcess({ command: "sleep", args: ["600"], logFile: join(lab.folder, "log") }).signal("SIGSTOP");
process.stdout.write(`${lab.folder}\n`, () => process.kill(process.pid, "SIGKILL"));
