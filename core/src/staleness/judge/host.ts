import type { Finding } from "../../model/finding.ts";
import type { Case } from "./case.ts";
import { judgeContainers } from "./containers.ts";

/** All that is to be said of one host. */
export function judgeHost(of: Case): Finding[] {
  return [...judgeContainers(of)];
}
