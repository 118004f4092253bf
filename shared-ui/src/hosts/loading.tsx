import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";

const CARDS = 4;
const LINES = 4;

export function HostsLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor} class="hosts-scroll">
      <div class="hosts">
        {Array.from({ length: CARDS }, (_card, card) => (
          <div class="card hcard" key={card}>
            <span class="skel skel-name" />
            {Array.from({ length: LINES }, (_line, line) => (
              <span class="skel skel-fact" key={line} />
            ))}
          </div>
        ))}
      </div>
    </Skeleton>
  );
}
