/** Each state has its own shape: never colour alone. */
export type MarkShape = "run" | "unhealthy" | "pause" | "loop" | "exit" | "dead" | "off" | "wait" | "unknown";

export type MarkTone = "run" | "bad" | "warn" | "off";

interface Props {
  readonly shape: MarkShape;
  readonly tone: MarkTone;
  readonly label: string;
  /** Something is being done to it just now. */
  readonly busy?: boolean;
}

export function StateMark({ shape, tone, label, busy = false }: Props) {
  return (
    <svg class={`st s-${tone} ${busy ? "busy" : ""}`} role="img" aria-label={label}>
      <use href={`#s-${shape}`} />
    </svg>
  );
}
