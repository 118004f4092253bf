import { useSignal } from "@preact/signals";
import type { LabelGroup } from "@quayside/core/model/container-details.ts";
import { looksSecret } from "@quayside/core/model/secret-text.ts";
import { IconButton } from "../controls/button.tsx";
import { Disclosure } from "../controls/disclosure.tsx";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import type { PageProps } from "./page.ts";
import { Mask } from "./secret.tsx";
import { ShowAll } from "./show-all.tsx";
import { strings } from "./strings.ts";

const FIRST = 100;
const LONGEST = 400;

/** Its labels by whose they are; those of its image and compose's own book-keeping are folded. */
export function Labels({ page, container }: PageProps) {
  const groups = page.details.details.value?.labels;
  if (groups === undefined) return null;
  return (
    <section class="labels">
      <div class="section-head">
        <h2>{strings.labels}</h2>
      </div>
      {groups.length === 0 ? <p class="muted">{strings.noLabels}</p> : null}
      {groups.map((group) => (
        <Disclosure
          key={`${container.id} ${group.kind}`}
          label={strings.labelGroup[group.kind](group.labels.length)}
          open={group.kind === "own" && group.labels.length <= FIRST}
        >
          <LabelList page={page} group={group} />
        </Disclosure>
      ))}
    </section>
  );
}

function LabelList({ page, group: { labels } }: Pick<PageProps, "page"> & { group: LabelGroup }) {
  const most = useSignal(FIRST);
  return (
    <>
      <ul class="env">
        {labels.slice(0, most.value).map(([name, value]) => (
          <Label key={name} page={page} name={name} value={value} />
        ))}
      </ul>
      <ShowAll most={most} count={labels.length} />
    </>
  );
}

function Label({ page, name, value }: Pick<PageProps, "page"> & { name: string; value: string }) {
  const revealed = useSignal(false);
  const secret = looksSecret(name, value);
  const shownName = visibleText(shortened(name, LONGEST));
  return (
    <li>
      <span class="t env-name" title={shownName}>
        <bdi>{shownName}</bdi>
      </span>
      <span class="env-value">
        {secret && !revealed.value ? (
          <Mask />
        ) : value === "" ? (
          <span class="muted">{strings.empty}</span>
        ) : (
          <bdi>{visibleText(shortened(value, LONGEST))}</bdi>
        )}
      </span>
      <span class="env-acts">
        {secret ? (
          <IconButton
            icon="eye"
            label={revealed.value ? strings.hide(shownName) : strings.show(shownName)}
            pressed={revealed.value}
            onClick={() => {
              revealed.value = !revealed.value;
            }}
          />
        ) : null}
        <IconButton
          icon="copy"
          class="env-copy"
          label={strings.copyValue(shownName)}
          onClick={() => void page.actions.copy(value, strings.copiedValue(visibleText(shortened(name, 100))))}
        />
      </span>
    </li>
  );
}
