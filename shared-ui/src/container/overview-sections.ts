import { Facts } from "./facts.tsx";
import type { OverviewSection } from "./page.ts";

/** The sections of the Overview in their order: another one is one line here. */
export const overviewSections: readonly OverviewSection[] = [{ id: "facts", place: "left", View: Facts }];
