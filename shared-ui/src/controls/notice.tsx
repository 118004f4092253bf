import type { ComponentChildren } from "preact";
import { IconButton } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";

interface Props {
  readonly tone: "bad" | "warn" | "info";
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly dismiss?: { readonly label: string; readonly onClick: () => void };
}

const ICONS: Readonly<Record<Props["tone"], IconName>> = { bad: "error", warn: "warning", info: "info" };

/** Says in place what went wrong, while the rest stays as it is. */
export function Notice({ tone, title, children, actions, dismiss }: Props) {
  return (
    <div class={`note note-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={ICONS[tone]} />
      <div class="grow">
        <div class="b">{title}</div>
        {children}
      </div>
      {actions}
      {dismiss === undefined ? null : <IconButton icon="close" label={dismiss.label} onClick={dismiss.onClick} />}
    </div>
  );
}
