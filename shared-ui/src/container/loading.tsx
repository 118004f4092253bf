import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";

const ROWS = 10;

export function ContainerLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor} class="overview">
      <div class="columns">
        {["left", "right"].map((column) => (
          <div key={column}>
            {Array.from({ length: ROWS }, (_, index) => (
              <div class="waiting" key={index}>
                <span class="skel skel-status" />
                <span class={`skel skel-line-${index % 3}`} />
              </div>
            ))}
          </div>
        ))}
      </div>
    </Skeleton>
  );
}
