import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { mayTryAgain } from "@quayside/core/errors/panel-ended.ts";
import { visibleText } from "../text/visible-text.ts";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";
import { shared } from "./strings.ts";

/** The system's own words below an error, where there are any. */
export function systemWords({ detail }: ErrorInfo): { readonly label: string; readonly text: string } | undefined {
  return detail === "" ? undefined : { label: shared.systemSaid, text: visibleText(detail) };
}

/** In the place of what a panel shows, when it can't be had. */
export function FailedState({ error, onTryAgain }: { error: ErrorInfo; onTryAgain: () => void }) {
  return (
    <EmptyState
      icon="plug"
      title={visibleText(error.title)}
      sentence={visibleText(error.sentence)}
      hint={error.hint}
      detail={systemWords(error)}
      actions={
        mayTryAgain(error) ? (
          <Button kind="primary" onClick={onTryAgain}>
            {shared.tryAgain}
          </Button>
        ) : undefined
      }
    />
  );
}
