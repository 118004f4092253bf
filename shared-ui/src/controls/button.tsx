/**
 * Why the controls of this folder are plain buttons and inputs and not @vscode-elements/elements: a table of rows needs
 * a dozen of them a row, and as custom elements (114 KB, a shadow root each) they cost more than the panel itself; the
 * browser's own elements bring role, focus, keys and forced colours, and take the `--vscode-*` variables as well.
 * Panels know only this folder, so the choice can be turned round here.
 */
import type { ComponentChildren, RefObject } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface ButtonProps {
  readonly onClick: () => void;
  readonly children: ComponentChildren;
  readonly icon?: IconName;
  readonly kind?: "primary" | "secondary" | "quiet";
  readonly small?: boolean;
  /** Why it can't be pressed now: shown on hover and told to screen readers. It stays in the order of focus. */
  readonly reason?: string | undefined;
  readonly title?: string;
  readonly class?: string;
  readonly buttonRef?: RefObject<HTMLButtonElement | null>;
  readonly tabIndex?: number;
}

const KIND_CLASS = { primary: "", secondary: "sec", quiet: "sec quiet" } as const;

export function Button({
  onClick,
  children,
  icon,
  kind = "secondary",
  small = false,
  reason,
  title,
  class: extra = "",
  buttonRef,
  tabIndex,
}: ButtonProps) {
  const disabled = reason !== undefined;
  return (
    <button
      type="button"
      {...(buttonRef === undefined ? {} : { ref: buttonRef })}
      class={`btn ${KIND_CLASS[kind]} ${small ? "sm" : ""} ${extra}`}
      aria-disabled={disabled}
      title={reason ?? title}
      tabIndex={tabIndex}
      onClick={disabled ? undefined : onClick}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly pressed?: boolean;
  readonly class?: string;
  readonly tabIndex?: number;
  /** It opens a menu. */
  readonly popup?: boolean;
  readonly expanded?: boolean;
  /** For the pointer alone, where keys and screen readers have another way to the same. */
  readonly pointerOnly?: boolean;
}

export function IconButton({
  icon,
  label,
  onClick,
  pressed,
  class: extra = "",
  tabIndex,
  popup,
  expanded,
  pointerOnly = false,
}: IconButtonProps) {
  return (
    <button
      type="button"
      class={`ib ${extra}`}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      aria-haspopup={popup === true ? "menu" : undefined}
      aria-expanded={expanded}
      aria-hidden={pointerOnly}
      tabIndex={pointerOnly ? -1 : tabIndex}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
