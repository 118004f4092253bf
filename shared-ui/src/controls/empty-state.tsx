import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface Props {
  readonly icon: IconName;
  readonly title: string;
  readonly sentence: string;
  /** What to do next, in words. */
  readonly hint?: string | undefined;
  readonly actions?: ComponentChildren;
  /** The system's own words, with the line above them. */
  readonly detail?: { readonly label: string; readonly text: string } | undefined;
  readonly after?: ComponentChildren;
}

export function EmptyState({ icon, title, sentence, hint, actions, detail, after }: Props) {
  return (
    <section class="empty">
      <Icon name={icon} class="big" />
      <h2>{title}</h2>
      <p>{sentence}</p>
      {hint === undefined || hint === "" ? null : <p>{hint}</p>}
      {actions === undefined ? null : <div class="empty-actions">{actions}</div>}
      {detail === undefined ? null : (
        <div class="det">
          <p class="small">{detail.label}</p>
          <div class="code">{detail.text}</div>
        </div>
      )}
      {after}
    </section>
  );
}
