import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import { accessLabEngine, type EngineAccess, type EngineAddress } from "./engine-access.ts";
import { openLab } from "./lab.ts";
import { missingParts } from "./missing-parts.ts";

interface SharedEngines {
  readonly labFolder: string;
  readonly engines: readonly EngineAddress[];
}

declare module "vitest" {
  interface ProvidedContext {
    sharedEngines: SharedEngines | undefined;
  }
}

/** vitest's global set-up: two engines for the whole run, for the tests that do them no harm. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide("sharedEngines", undefined);
  if (missingParts().engine !== undefined) return async () => {};
  const lab = openLab("shared-engines");
  try {
    const engines = await Promise.all(["north", "south"].map((name) => lab.startEngine({ name })));
    const addresses = engines.map(({ name, socket, network }) => ({ name, socket, network }));
    project.provide("sharedEngines", { labFolder: lab.folder, engines: addresses });
  } catch (error) {
    await lab.close();
    throw error;
  }
  return () => lab.close();
}

/**
 * The two engines "north" and "south" that all test files share, at the same time: name your containers after your
 * test, look only at those, remove them afterwards. A test that kills, freezes or counts starts its own engine.
 */
export function sharedEngines(): readonly [EngineAccess, EngineAccess] {
  const shared = inject("sharedEngines");
  const [north, south] = shared?.engines.map((address) => accessLabEngine(shared.labFolder, address)) ?? [];
  if (north === undefined || south === undefined) throw new Error('the run has no engines: the test needs("engine")');
  return [north, south];
}
