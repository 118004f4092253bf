import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { type Anchor, anchorOf, Menu, type MenuEntry } from "./menu.tsx";

type Groups = readonly (readonly MenuEntry[])[];

interface Props {
  readonly label: string;
  readonly children: ComponentChildren;
  /** Given as a function, they are made while the menu is open. */
  readonly groups: Groups | (() => Groups);
  readonly onPick: (id: string) => void;
  /** They are made once, as it opens: entries that come and go would move others under the pointer. */
  readonly steady?: boolean;
  /** Something else than the default is picked. */
  readonly set?: boolean;
  /** Without a chevron, for an icon alone. */
  readonly bare?: boolean;
  readonly class?: string;
  readonly align?: Anchor["align"];
}

/** A button that opens a menu under itself. */
export function DropDown({
  label,
  children,
  groups,
  onPick,
  steady = false,
  set = false,
  bare = false,
  class: extra = "",
  align = "left",
}: Props) {
  const anchor = useSignal<Anchor | undefined>(undefined);
  const made = useRef<Groups | undefined>(undefined);
  const entries = (): Groups => {
    if (typeof groups !== "function") return groups;
    if (!steady) return groups();
    made.current ??= groups();
    return made.current;
  };
  if (anchor.value === undefined) made.current = undefined;
  return (
    <>
      <button
        type="button"
        class={`${bare ? "ib" : "drop"} ${set ? "set" : ""} ${extra}`}
        aria-label={label}
        title={bare ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={anchor.value !== undefined}
        onClick={(event) => {
          anchor.value = anchor.value === undefined ? anchorOf(event.currentTarget, align) : undefined;
        }}
      >
        {children}
        {bare ? null : <Icon name="down" />}
      </button>
      {anchor.value === undefined ? null : (
        <Menu
          label={label}
          groups={entries()}
          anchor={anchor.value}
          onPick={onPick}
          onClose={() => {
            anchor.value = undefined;
          }}
        />
      )}
    </>
  );
}
