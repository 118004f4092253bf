import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { mayTryAgain } from "@quayside/core/errors/panel-ended.ts";
import { visibleText } from "../text/visible-text.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";
import { shared } from "./strings.ts";

interface Props {
  readonly error: ErrorInfo;
  readonly tone?: "bad" | "warn";
  /** What becomes of what is shown meanwhile. */
  readonly outOfDate: string;
  readonly onTryAgain: () => void;
}

/** What is shown does not follow any more: why, and what to do. */
export function OutOfDateNotice({ error, tone = "warn", outOfDate, onTryAgain }: Props) {
  return (
    <Notice
      tone={tone}
      title={visibleText(error.title)}
      actions={
        mayTryAgain(error) ? (
          <Button small onClick={onTryAgain}>
            {shared.tryAgain}
          </Button>
        ) : undefined
      }
    >
      <p>
        {visibleText(error.sentence)} {outOfDate}
      </p>
      <p class="muted">{visibleText(error.hint)}</p>
    </Notice>
  );
}
