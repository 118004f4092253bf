import { type FindingKind, findingKinds } from "../model/finding.ts";

/** Milliseconds by kind: what isn't as old yet is no finding. */
export type Thresholds = Readonly<Record<FindingKind, number>>;

const WEEK = 7 * 24 * 3_600_000;

/** What is wrong at this moment, and not merely left behind, is told at once. */
const atOnce: readonly FindingKind[] = [
  ...(["dead", "restart-loop", "unhealthy", "tag-moved", "dangling-image", "image-gone"] as const),
];

export const usualThresholds: Thresholds = Object.fromEntries(
  findingKinds.map((kind) => [kind, atOnce.includes(kind) ? 0 : WEEK]),
) as Record<FindingKind, number>;
