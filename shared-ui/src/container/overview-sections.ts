import { ContainerUse } from "../stats/container-use.tsx";
import { Environment } from "./environment.tsx";
import { Facts } from "./facts.tsx";
import { HealthChecks } from "./health.tsx";
import { HealthBanner } from "./health-banner.tsx";
import { Labels } from "./labels.tsx";
import { LimitsAndRights } from "./limits.tsx";
import type { OverviewSection } from "./page.ts";

/** The sections of the Overview in their order: another one is one line here. */
export const overviewSections: readonly OverviewSection[] = [
  { id: "health-banner", place: "whole", View: HealthBanner },
  { id: "use", place: "whole", View: ContainerUse },
  { id: "facts", place: "left", View: Facts },
  { id: "limits", place: "left", View: LimitsAndRights },
  { id: "environment", place: "right", View: Environment },
  { id: "health", place: "right", View: HealthChecks },
  { id: "labels", place: "right", View: Labels },
];
