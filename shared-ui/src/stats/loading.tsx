import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";

export function StatsLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor} class="stats-body">
      <div class="use-cards">
        {[0, 1, 2, 3].map((index) => (
          <div class="card use-card" key={index}>
            <span class="skel skel-line-0" />
            <span class="skel use-skel" />
          </div>
        ))}
      </div>
    </Skeleton>
  );
}
