import { useEffect } from "preact/hooks";
import { Notice } from "../controls/notice.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import type { ProblemsModel } from "./problems-model.ts";
import { strings } from "./strings.ts";

/** Above a panel, in a home that has no way of its own to tell. */
export function Problems({ model }: { model: ProblemsModel }) {
  useEffect(() => {
    void model.follow();
    return () => model.dispose();
  }, [model]);
  const pending = model.pending.value;
  if (pending.length === 0) return null;
  return (
    <div class="problems">
      {pending.map(({ id, sentence }) => (
        <Notice
          key={id}
          tone="warn"
          title={strings.title}
          dismiss={{ label: shared.dismiss, onClick: () => void model.dismiss(id) }}
        >
          <p>{visibleText(sentence)}</p>
        </Notice>
      ))}
    </div>
  );
}
