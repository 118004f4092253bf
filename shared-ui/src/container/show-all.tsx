import type { Signal } from "@preact/signals";
import { Button } from "../controls/button.tsx";
import { strings } from "./strings.ts";

/** Under a list that begins with so many of its rows: all of them, where there are more. */
export function ShowAll({ most, count }: { most: Signal<number>; count: number }) {
  if (count <= most.value) return null;
  return (
    <Button
      small
      class="below"
      onClick={() => {
        most.value = count;
      }}
    >
      {strings.showAll(count)}
    </Button>
  );
}
