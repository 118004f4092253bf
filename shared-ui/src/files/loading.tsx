import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";

const ROWS = 14;

export function FilesLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor}>
      {Array.from({ length: ROWS }, (_, index) => (
        <div class="fr" key={index}>
          <span class="skel skel-icon" />
          <span class={`skel skel-line-${index % 3}`} />
        </div>
      ))}
    </Skeleton>
  );
}
