import type { Finding } from "../../model/finding.ts";
import type { Case } from "./case.ts";
import { judgeContainers } from "./containers.ts";
import { judgeImages } from "./images.ts";
import { judgeNetworks } from "./networks.ts";
import { judgeVolumes } from "./volumes.ts";

/** All that is to be said of one host. */
export function judgeHost(of: Case): Finding[] {
  return [...judgeContainers(of), ...judgeImages(of), ...judgeVolumes(of), ...judgeNetworks(of)];
}
