import { useSignal } from "@preact/signals";
import type { HealthCheckResult } from "@quayside/core/model/container-details.ts";
import { Icon } from "../controls/icon.tsx";
import { clockSeconds } from "../text/clock-time.ts";
import { milliseconds } from "../text/milliseconds.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { spanWords } from "./health-words.ts";
import type { PageProps } from "./page.ts";
import { SectionWaits } from "./section-waits.tsx";
import { strings } from "./strings.ts";

/** The last checks, the newest first. */
export function HealthChecks({ page, container }: PageProps) {
  const details = page.details.details.value;
  const health = details?.health;
  return (
    <section>
      <div class="section-head">
        <h2>{strings.health}</h2>
        {health === undefined ? null : (
          <span class="muted small t">{strings.checkRule(spanWords(health.interval), health.retries)}</span>
        )}
      </div>
      {details === undefined ? (
        <SectionWaits page={page} />
      ) : health === undefined ? (
        <p class="muted">{strings.noChecks}</p>
      ) : health.results.length === 0 ? (
        <p class="muted">{strings.notChecked}</p>
      ) : (
        <ul class="checks" key={container.id}>
          {health.results.map((result) => (
            <Check key={result.start} result={result} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Check({ result: { start, duration, exitCode, output } }: { result: HealthCheckResult }) {
  const open = useSignal(false);
  const passed = exitCode === 0;
  const [first = "", ...more] = output.split("\n");
  const line = first.trim() === "" ? strings.saidNothing(exitCode) : visibleText(shortened(first, 300));
  const opens = more.some((rest) => rest.trim() !== "") || first.length > 80;
  return (
    <li>
      <div class="check">
        <span class={passed ? "ok" : "bad"}>
          <Icon name={passed ? "pass" : "error"} />
          <span class="sr">{passed ? strings.passed : strings.failed}</span>
        </span>
        <span class="muted">{clockSeconds(start)}</span>
        {opens ? (
          <button
            type="button"
            class="t check-line"
            aria-expanded={open.value}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            <Icon name={open.value ? "down" : "right"} />
            <bdi class="t">{line}</bdi>
          </button>
        ) : (
          <bdi class="t" title={line}>
            {line}
          </bdi>
        )}
        <span class="muted num">{duration === undefined ? "" : milliseconds(duration)}</span>
      </div>
      {open.value ? <pre class="check-output mono">{output.split("\n").map(visibleText).join("\n")}</pre> : null}
    </li>
  );
}
