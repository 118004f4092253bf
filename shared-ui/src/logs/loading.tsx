import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";

const LINES = 40;

export function LogsLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor} class="log rule">
      {Array.from({ length: LINES }, (_, index) => (
        <div class="le waiting" key={index}>
          <span class="edge" />
          <span class="skel skel-time" />
          <span class={`skel skel-line-${index % 3}`} />
        </div>
      ))}
    </Skeleton>
  );
}
