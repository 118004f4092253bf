/** Every icon of the sprite. */
export type IconName =
  | "container"
  | "host"
  | "stack"
  | "logs"
  | "terminal"
  | "play"
  | "stop"
  | "restart"
  | "pause"
  | "trash"
  | "more"
  | "right"
  | "down"
  | "search"
  | "filter"
  | "word"
  | "star"
  | "close"
  | "check"
  | "error"
  | "warning"
  | "info"
  | "link"
  | "plug"
  | "eye"
  | "edit"
  | "copy"
  | "wrap"
  | "up"
  | "dn"
  | "key"
  | "lock"
  | "add"
  | "clock"
  | "pass"
  | "unknown"
  | "download"
  | "pulse"
  | "upload"
  | "file"
  | "folder"
  | "files";

interface Props {
  readonly name: IconName;
  readonly class?: string;
}

/** Decoration: what it says stands in the label of what it is in. */
export function Icon({ name, class: extra = "" }: Props) {
  return (
    <svg class={`i ${extra}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
