import { type MarkShape, type MarkTone, StateMark } from "../controls/state-mark.tsx";
import { strings } from "./strings.ts";
import type { Look } from "./vocabulary.ts";

const MARKS: Readonly<Record<Look, readonly [MarkShape, MarkTone]>> = {
  running: ["run", "run"],
  checking: ["run", "run"],
  unhealthy: ["unhealthy", "bad"],
  paused: ["pause", "warn"],
  restarting: ["loop", "warn"],
  removing: ["wait", "off"],
  created: ["wait", "off"],
  exited: ["exit", "off"],
  failed: ["dead", "bad"],
  unknown: ["unknown", "off"],
};

interface Props {
  readonly look: Look;
  /** What is being done to it just now. */
  readonly doing?: string | undefined;
  readonly stale?: boolean;
}

export function LookMark({ look, doing, stale = false }: Props) {
  if (doing !== undefined) return <StateMark shape="wait" tone="warn" label={doing} busy />;
  const [shape, tone] = MARKS[look];
  const label = strings.looks[look];
  return <StateMark shape={shape} tone={stale ? "off" : tone} label={stale ? `${label}. ${strings.stale}` : label} />;
}

export function UnreachableMark() {
  return <StateMark shape="off" tone="bad" label={strings.unreachable} />;
}
