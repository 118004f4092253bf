import { FailureNotice } from "../controls/failure-notice.tsx";
import { Notice } from "../controls/notice.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import type { ContainersModel } from "./containers-model.ts";
import { strings } from "./strings.ts";

/** Failures that are told one by one; the others are counted. */
const TOLD = 5;

/** What these are about: a panel that follows the hosts and acts on containers. */
export type NoticesOf = Pick<ContainersModel, "actions" | "inventory" | "failure" | "follow">;

export function Notices({ model }: { model: NoticesOf }) {
  const notice = model.actions.notice.value;
  const failure = model.inventory.value === undefined ? undefined : model.failure.value;
  const onDismiss = (): void => {
    model.actions.notice.value = undefined;
  };
  return (
    <>
      {failure === undefined ? null : (
        <OutOfDateNotice error={failure} outOfDate={strings.outOfDate} onTryAgain={() => void model.follow()} />
      )}
      {notice?.kind === "command" ? (
        <FailureNotice title={notice.title} error={notice.error} onDismiss={onDismiss} />
      ) : null}
      {notice?.kind === "results" ? (
        <Notice
          tone="bad"
          title={strings.notice(notice.failures.length, notice.total, notice.action)}
          dismiss={{ label: shared.dismiss, onClick: onDismiss }}
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
