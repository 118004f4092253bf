import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { HostTestReport, StepResult } from "@quayside/core/model/host-test.ts";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { Icon, type IconName } from "../controls/icon.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { HostForm } from "./host-form.ts";
import type { HostsModel } from "./hosts-model.ts";
import { stepName, strings } from "./strings.ts";

const looks: Readonly<Record<StepResult["outcome"], readonly [IconName, string]>> = {
  passed: ["pass", "ok"],
  failed: ["error", "bad"],
  running: ["clock", "muted"],
  "not-reached": ["unknown", "muted"],
};

/** What a step that has passed brought to light. */
function broughtToLight({ step, outcome, found }: StepResult, { engine, via }: HostTestReport): string | undefined {
  if (outcome !== "passed") return undefined;
  if (found !== undefined) return step === "login" ? strings.loggedInAs(found) : found;
  if (step === "engine") return via === undefined ? undefined : strings.socketFound(via);
  return step === "access" && engine !== undefined
    ? strings.engine(engine.product, engine.version, engine.apiVersion)
    : undefined;
}

/** Why it failed is said at the step; what to do stands in the box. */
function Hint({ model, error: { hint, detail } }: { model: HostsModel; error: ErrorInfo }) {
  const said = visibleText(detail);
  if (hint === "" && said === "") return null;
  return (
    <div class="hint-box small">
      {hint === "" ? null : <p>{visibleText(hint)}</p>}
      {said === "" ? null : (
        <div class="row-x hint-detail">
          <span class="mono muted grow">{said}</span>
          <IconButton icon="copy" label={strings.copy} onClick={() => void model.actions.copy(detail)} />
        </div>
      )}
    </div>
  );
}

function Step({ model, form, step, report }: StepProps) {
  // A test that was stopped leaves the step that ran without an end.
  const outcome = step.outcome === "running" && !form.trial.running.value ? "not-reached" : step.outcome;
  const [icon, tone] = looks[outcome];
  const name = stepName(step.step, form.connection.value?.kind ?? "ssh");
  const error = outcome === "failed" ? report.error : undefined;
  const words =
    error === undefined ? broughtToLight({ ...step, outcome }, report) : `${error.title}. ${error.sentence}`;
  return (
    <li>
      <span class={`${tone} ${outcome === "running" ? "turning" : ""}`}>
        <Icon name={icon} />
      </span>
      <div class="step">
        <span class={outcome === "failed" ? "b" : outcome === "passed" ? "" : "muted"}>{name}</span>
        <span class="sr">: {strings.outcomes[outcome]}</span>
        {words === undefined ? null : <p class={`small ${error === undefined ? "muted" : ""}`}>{visibleText(words)}</p>}
        {outcome === "not-reached" ? (
          <p class="small muted" aria-hidden="true">
            {strings.outcomes[outcome]}
          </p>
        ) : null}
        {error === undefined ? null : <Hint model={model} error={error} />}
      </div>
      <span class="muted small num">{step.took === undefined ? "" : strings.took(step.took)}</span>
    </li>
  );
}

interface StepProps {
  readonly model: HostsModel;
  readonly form: HostForm;
  readonly step: StepResult;
  readonly report: HostTestReport;
}

function Verdict({ form }: { form: HostForm }) {
  const { trial } = form;
  const report = trial.report.value;
  if (trial.running.value) return <span class="muted small">{strings.testing}</span>;
  if (report === undefined) return <span class="muted small">{strings.notTested}</span>;
  if (trial.passed) return <span class="small">{strings.testPassed(report.steps.length)}</span>;
  const stopped = report.steps.findIndex(({ outcome }) => outcome !== "passed") + 1;
  return <span class="bad small">{strings.testStopped(stopped, report.steps.length)}</span>;
}

/** How far the way to the engine leads, step by step as it goes. */
export function TestSteps({ model, form }: { model: HostsModel; form: HostForm }) {
  const report = form.trial.report.value;
  const section = useRef<HTMLElement>(null);
  // What comes below the fold would come unseen.
  useEffect(() => {
    if (report !== undefined) section.current?.scrollIntoView({ block: "nearest" });
  }, [report]);
  return (
    <section class="test" aria-label={strings.test} ref={section}>
      <div class="row-x test-head">
        <h3>{strings.test}</h3>
        <span class="grow" />
        <span role="status">
          <Verdict form={form} />
        </span>
      </div>
      {report === undefined ? (
        <p class="muted small">{form.needsTest.value ? strings.testSentence : strings.noNeedToTest}</p>
      ) : (
        <ol class="steps">
          {report.steps.map((step) => (
            <Step key={step.step} model={model} form={form} step={step} report={report} />
          ))}
        </ol>
      )}
    </section>
  );
}
