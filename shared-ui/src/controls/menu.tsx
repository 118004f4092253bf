import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  /** Shown at the right end, and picks the entry while the menu is open. */
  readonly keyName?: string | undefined;
  /** Makes it one that is checked or not; the menu then stays open. */
  readonly checked?: boolean;
  /** Why it can't be picked now; shown beside it. */
  readonly reason?: string | undefined;
}

/** Where it opens, in the coordinates of the window: under this box, or above it where there is no room. */
export interface Anchor {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The edge of the box that the menu's own edge keeps to. */
  readonly align: "left" | "right";
}

export function anchorOf(element: Element, align: Anchor["align"]): Anchor {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return { left, right, top, bottom, align };
}

interface Props {
  readonly label: string;
  /** Groups stand apart by a line. */
  readonly groups: readonly (readonly MenuEntry[])[];
  readonly anchor: Anchor;
  readonly onPick: (id: string) => void;
  readonly onClose: () => void;
  /** What had the focus before is gone: the focus is to be put somewhere. */
  readonly onFocusLost?: () => void;
}

const MARGIN = 4;

/** Sets the menu's place in the panel that it lies in. */
export function placeMenu(menu: HTMLElement, anchor: Anchor): void {
  const frame = menu.offsetParent?.getBoundingClientRect();
  if (frame === undefined) return;
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = anchor.align === "left" ? anchor.left : anchor.right - width;
  const below = anchor.bottom + 2;
  const top = below + height + MARGIN <= frame.bottom ? below : anchor.top - height - 2;
  const keep = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));
  menu.style.left = `${keep(left - frame.left, MARGIN, frame.width - width - MARGIN)}px`;
  menu.style.top = `${keep(top - frame.top, MARGIN, frame.height - height - MARGIN)}px`;
}

/** A menu as ARIA describes it. It takes the focus and gives it back to what had it. */
export function Menu({ label, groups, anchor, onPick, onClose, onFocusLost }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const entries = groups.flat();
  const active = useSignal(
    Math.max(
      0,
      entries.findIndex((entry) => entry.reason === undefined),
    ),
  );

  const opener = useRef<Element | null>(null);
  const calls = useRef({ onClose, onFocusLost });
  calls.current = { onClose, onFocusLost };
  useLayoutEffect(() => {
    const before = document.activeElement;
    opener.current = before;
    const outside = (event: Event): void => {
      if (!(event.target instanceof Element) || list.current?.contains(event.target) === true) return;
      // The button that opened it closes it by its own click; closed here first, that click would open it again.
      if (event.target.closest('[aria-haspopup="menu"][aria-expanded="true"]') === null) calls.current.onClose();
    };
    const gone = (): void => calls.current.onClose();
    document.addEventListener("pointerdown", outside, true);
    window.addEventListener("blur", gone);
    window.addEventListener("resize", gone);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      window.removeEventListener("blur", gone);
      window.removeEventListener("resize", gone);
      // Whoever took the focus meanwhile, a sheet or a click elsewhere, keeps it.
      const now = document.activeElement;
      const free = now === null || now === document.body || list.current?.contains(now) === true;
      if (!free) return;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      else calls.current.onFocusLost?.();
    };
  }, []);
  useLayoutEffect(() => {
    if (list.current !== null) placeMenu(list.current, anchor);
  }, [anchor]);
  useLayoutEffect(() => {
    list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]")[active.value]?.focus({ preventScroll: true });
  }, [active.value]);

  const pick = (entry: MenuEntry | undefined): void => {
    if (entry === undefined || entry.reason !== undefined) return;
    if (entry.checked === undefined) {
      onClose();
      // Before what is picked takes the focus: a sheet gives it back to what had it then.
      if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
    }
    onPick(entry.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = entries.length - 1;
    const at = active.value;
    if (event.key === "ArrowDown") active.value = at === last ? 0 : at + 1;
    else if (event.key === "ArrowUp") active.value = at === 0 ? last : at - 1;
    else if (event.key === "Home") active.value = 0;
    else if (event.key === "End") active.value = last;
    else if (event.key === "Enter" || event.key === " ") pick(entries[at]);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else pick(entries.find(({ keyName }) => keyName !== undefined && keyName.toLowerCase() === keyOf(event)));
    event.preventDefault();
    event.stopPropagation();
  };

  let index = -1;
  return (
    <div class="menu" role="menu" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {groups.map((group, groupIndex) => [
        groupIndex === 0 ? null : <hr key={`line ${group[0]?.id}`} class="line" />,
        ...group.map((entry) => {
          index++;
          const own = index;
          const role =
            entry.checked === undefined
              ? { role: "menuitem" as const }
              : { role: "menuitemcheckbox" as const, "aria-checked": entry.checked };
          return (
            <button
              type="button"
              key={entry.id}
              {...role}
              aria-disabled={entry.reason !== undefined}
              class={`${own === active.value ? "on" : ""} ${entry.reason === undefined ? "" : "off"}`}
              tabIndex={-1}
              onMouseMove={() => {
                active.value = own;
              }}
              onClick={() => pick(entry)}
            >
              {entry.checked === undefined ? null : <Icon name="check" class={entry.checked ? "" : "unseen"} />}
              {entry.icon === undefined ? null : <Icon name={entry.icon} />}
              <span>{entry.label}</span>
              {entry.reason === undefined ? null : <span class="why">{entry.reason}</span>}
              {entry.keyName === undefined || entry.reason !== undefined ? null : (
                <span class="kbd">{entry.keyName}</span>
              )}
            </button>
          );
        }),
      ])}
    </div>
  );
}

function keyOf(event: KeyboardEvent): string {
  return event.key === "Delete" ? "del" : event.key.toLowerCase();
}
