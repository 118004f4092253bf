import { Notice } from "../controls/notice.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { QuestionsModel } from "./questions-model.ts";
import { strings } from "./strings.ts";

/** The answer did not arrive; it can be given again. */
export function Failure({ model }: { model: QuestionsModel }) {
  const failure = model.failure.value;
  return failure === undefined ? null : (
    <Notice tone="bad" title={strings.failed}>
      <p>{visibleText(`${failure.title}. ${failure.sentence}`)}</p>
      <p class="muted">{visibleText(failure.hint)}</p>
    </Notice>
  );
}
