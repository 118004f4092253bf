import type { EngineAccess } from "../lab/engine-access.ts";
import type { Lab } from "../lab/lab.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { buildExtensionImage, installDesktop } from "./installed-desktop.ts";
import { type SimulatedDesktop, startDesktop } from "./simulated-desktop.ts";

export interface Tier {
  readonly engine: (lab: Lab) => Promise<EngineAccess>;
  readonly desktop: (lab: Lab, engine: EngineAccess, name?: string) => Promise<SimulatedDesktop>;
  /** What whoever started it hears when the backend is killed. */
  readonly saidOfKill: readonly string[];
  /** Whether its backend has the files of the person's own computer. */
  readonly readsFiles: boolean;
}

/** The same tests on both: the fast one is what `npm start` shows, the other what people install. */
export const tiers: Readonly<Record<string, Tier>> = {
  "with the backend as a process": {
    engine: async () => sharedEngines()[0],
    desktop: (_lab, { dockerHost }) => startDesktop({ dockerHost }),
    saidOfKill: ["The backend has ended (SIGKILL); it is started again."],
    readsFiles: true,
  },
  "with its image installed on a real engine": {
    engine: async (lab) => {
      const engine = await lab.startEngine({ name: "desktop" });
      await buildExtensionImage(lab, engine);
      return engine;
    },
    desktop: installDesktop,
    saidOfKill: [],
    readsFiles: false,
  },
};
