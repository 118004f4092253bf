import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface Props {
  readonly label: string;
  /** It begins open, or has to be seen. */
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** What is seldom needed, behind its heading. */
export function Disclosure({ label, open = false, children }: Props) {
  const id = useId();
  const toggled = useSignal<boolean | undefined>(undefined);
  const shown = toggled.value ?? open;
  return (
    <div class="disclosure">
      <button
        type="button"
        class="disclosure-head"
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => {
          toggled.value = !shown;
        }}
      >
        <Icon name={shown ? "down" : "right"} />
        {label}
      </button>
      <div id={id} class="disclosure-body" hidden={!shown}>
        {shown ? children : null}
      </div>
    </div>
  );
}
