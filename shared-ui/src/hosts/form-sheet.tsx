import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { Segmented } from "../controls/segmented.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { TextField } from "../controls/text-field.tsx";
import { visibleText } from "../text/visible-text.ts";
import { AddressField } from "./address-field.tsx";
import { ConnectionFields } from "./connection-fields.tsx";
import type { HostForm } from "./host-form.ts";
import type { HostsModel } from "./hosts-model.ts";
import { MarkFields } from "./mark-fields.tsx";
import { strings } from "./strings.ts";
import { TestSteps } from "./test-steps.tsx";

const accessLevels = ["view", "operate", "admin"] as const;

/** What Enter does, and the filled button: a test while the way to the host is not proven, else to save. */
function mainStep(form: HostForm): "test" | "save" {
  return form.needsTest.value && !form.trial.passed ? "test" : "save";
}

function Footer({ form }: { form: HostForm }) {
  const { trial } = form;
  const saving = form.saving.value ? strings.saving : undefined;
  if (form.leaving.value)
    return (
      <>
        <span class="grow">{strings.discardQuestion}</span>
        <Button
          kind="primary"
          onClick={() => {
            form.leaving.value = false;
          }}
        >
          {strings.keepEditing}
        </Button>
        <Button onClick={() => form.discard()}>{strings.discard}</Button>
      </>
    );
  const tested = trial.report.value !== undefined;
  const test = (kind: "primary" | "secondary") =>
    trial.running.value ? (
      <Button kind={kind} onClick={() => trial.stop()}>
        {strings.stopTest}
      </Button>
    ) : (
      <Button kind={kind} reason={saving} onClick={() => void form.test()}>
        {tested ? strings.testAgain : strings.test}
      </Button>
    );
  return (
    <>
      {mainStep(form) === "test" ? (
        <>
          {test("primary")}
          <Button reason={saving} onClick={() => void form.save()}>
            {strings.saveAnyway}
          </Button>
        </>
      ) : (
        <>
          <Button kind="primary" reason={saving} onClick={() => void form.save()}>
            {strings.save}
          </Button>
          {test("secondary")}
        </>
      )}
      <span class="grow" />
      <Button onClick={() => form.discard()}>{shared.cancel}</Button>
    </>
  );
}

function Failure({ form }: { form: HostForm }) {
  const failure = form.failure.value;
  if (failure === undefined) return null;
  const { title, error } = failure;
  return (
    <Notice tone="bad" title={title}>
      <p>{visibleText(`${error.title}. ${error.sentence}`)}</p>
      <p class="muted">{visibleText(error.hint)}</p>
    </Notice>
  );
}

/** Beside the cards, and over them where there is no room. The rest waits meanwhile: a click beside loses nothing. */
export function FormSheet({ model, form }: { model: HostsModel; form: HostForm }) {
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const { name, access } = form.draft.value;
  const title = visibleText(form.host?.name ?? name.trim());
  return (
    <Sheet
      class="form-sheet"
      title={form.host === undefined ? strings.addTitle(title) : strings.editTitle(title)}
      closeLabel={shared.close}
      onClose={() => form.leave()}
      onSubmit={() => void (mainStep(form) === "test" ? form.test() : form.save())}
      footer={<Footer form={form} />}
    >
      <AddressField model={model} form={form} inputRef={first} />
      <TextField
        label={strings.name}
        value={name}
        onInput={(text) => form.change({ name: text })}
        onFocus={() => form.enterName()}
        onBlur={() => form.leaveName()}
        error={form.problem("name")}
      />
      <div class="entry">
        <span class="entry-label">{strings.accessQuestion}</span>
        <Segmented
          label={strings.accessQuestion}
          options={accessLevels.map((value) => ({ value, label: strings.accessOptions[value] }))}
          value={access}
          onPick={(value) => form.change({ access: value })}
          class="wide"
        />
        <p class="muted small">{strings.accessWhy[access]}</p>
      </div>
      <ConnectionFields form={form} />
      <MarkFields form={form} groups={[...new Set(model.hosts.value.flatMap(({ group }) => group ?? []))]} />
      <TestSteps model={model} form={form} />
      <Failure form={form} />
    </Sheet>
  );
}
