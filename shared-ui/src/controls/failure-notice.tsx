import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { visibleText } from "../text/visible-text.ts";
import { Notice } from "./notice.tsx";
import { shared } from "./strings.ts";

interface Props {
  /** What was asked for. */
  readonly title: string;
  readonly error: ErrorInfo;
  readonly onDismiss: () => void;
}

/** Something that was asked for failed: it stands until it is put away. */
export function FailureNotice({ title, error, onDismiss }: Props) {
  return (
    <Notice tone="bad" title={visibleText(title)} dismiss={{ label: shared.dismiss, onClick: onDismiss }}>
      <p>{visibleText(`${error.title}. ${error.sentence}`)}</p>
      <p class="muted">{visibleText(error.hint)}</p>
    </Notice>
  );
}
