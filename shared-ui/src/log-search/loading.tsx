import { Skeleton } from "../controls/skeleton.tsx";
import { strings } from "./strings.ts";

export function LogSearchLoading({ waitsFor = strings.waitsFor }: { waitsFor?: string | undefined }) {
  return (
    <Skeleton label={strings.loading} waitsFor={waitsFor} class="rule">
      {null}
    </Skeleton>
  );
}
