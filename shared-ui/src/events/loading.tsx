import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";

const ROWS = 24;

export function EventsLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor} class="events-list">
      {Array.from({ length: ROWS }, (_, index) => (
        <div class="ev waiting" key={index}>
          <span class="edge" />
          <span class="skel skel-time" />
          <span class={`skel skel-line-${index % 3}`} />
        </div>
      ))}
    </Skeleton>
  );
}
