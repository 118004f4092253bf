import { mayTryAgain } from "@quayside/core/errors/panel-ended.ts";
import { Button } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import type { ContainersModel } from "./containers-model.ts";
import { strings } from "./strings.ts";

/** Failures that are told one by one; the others are counted. */
const TOLD = 5;

export function Notices({ model }: { model: ContainersModel }) {
  const notice = model.actions.notice.value;
  const failure = model.inventory.value === undefined ? undefined : model.failure.value;
  const dismiss = {
    label: strings.dismiss,
    onClick: () => {
      model.actions.notice.value = undefined;
    },
  };
  return (
    <>
      {failure === undefined ? null : (
        <Notice
          tone="warn"
          title={failure.title}
          actions={
            mayTryAgain(failure) ? (
              <Button small onClick={() => void model.follow()}>
                {shared.tryAgain}
              </Button>
            ) : undefined
          }
        >
          <p>
            {visibleText(failure.sentence)} {strings.outOfDate}
          </p>
          <p class="muted">{failure.hint}</p>
        </Notice>
      )}
      {notice?.kind === "command" ? (
        <Notice tone="bad" title={notice.title} dismiss={dismiss}>
          <p>{visibleText(`${notice.error.title}. ${notice.error.sentence}`)}</p>
          <p class="muted">{notice.error.hint}</p>
        </Notice>
      ) : null}
      {notice?.kind === "results" ? (
        <Notice
          tone="bad"
          title={strings.notice(notice.failures.length, notice.total, notice.action)}
          dismiss={dismiss}
        >
          <ul>
            {notice.failures.slice(0, TOLD).map(({ key, name, host, error }) => (
              <li key={key}>
                <span class="b">{visibleText(strings.onHost(name, host))}</span>{" "}
                {visibleText(`${error.title}. ${error.sentence}`)}
              </li>
            ))}
            {notice.failures.length > TOLD ? (
              <li class="muted">{strings.moreFailures(notice.failures.length - TOLD)}</li>
            ) : null}
          </ul>
        </Notice>
      ) : null}
    </>
  );
}
