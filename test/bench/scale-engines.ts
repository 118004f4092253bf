/** Demo engines, as many as the first argument says, with as many containers each as the second: sends their sockets. */
import { startDemoEngine } from "@quayside/core/demo/start-demo-engine.ts";

const [hosts = 0, containers = 0] = process.argv.slice(2).map(Number);
const engines = await Promise.all(
  Array.from({ length: hosts }, (_, index) => startDemoEngine({ containers, seed: index + 1 })),
);
process.on("disconnect", async () => {
  await Promise.all(engines.map((engine) => engine.dispose()));
  process.exit();
});
process.send?.(engines.map(({ socketPath }) => socketPath));
