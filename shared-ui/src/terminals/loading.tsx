import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";

const LINES = 12;

export function TerminalsLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor} class="terminal">
      <div class="waiting">
        {Array.from({ length: LINES }, (_, index) => (
          <span class={`skel skel-line-${index % 3}`} key={index} />
        ))}
      </div>
    </Skeleton>
  );
}
