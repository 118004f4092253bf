import { useSignal } from "@preact/signals";
import type { ContainerDetails } from "@quayside/core/model/container-details.ts";
import { isAlive } from "../containers/commands.ts";
import { bytes } from "../text/bytes.ts";
import { dateTime } from "../text/clock-time.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { exitWords } from "./exit-words.ts";
import { Fact, FactLink } from "./fact.tsx";
import type { PageProps } from "./page.ts";
import { strings } from "./strings.ts";

/** When it was made, started and ended, and how; and what is done when it ends. */
export function LifeFacts({ page, container }: PageProps) {
  const details = page.details.details.value;
  if (details === undefined) return <Fact name={strings.fact.created}>{dateTime(container.createdAt)}</Fact>;
  const { restart, createdAt, startedAt, finishedAt, error } = details;
  const alive = isAlive(container);
  return (
    <>
      <Fact name={strings.fact.restart}>
        {strings.policy(restart.policy, restart.most)} <span class="muted">· {strings.restarts(restart.restarts)}</span>
      </Fact>
      <Fact name={strings.fact.created}>{dateTime(createdAt)}</Fact>
      {startedAt === undefined ? null : <Fact name={strings.fact.started}>{dateTime(startedAt)}</Fact>}
      {finishedAt === undefined ? null : (
        <Fact name={alive ? strings.fact.lastEnded : strings.fact.ended}>
          {dateTime(finishedAt)} <Exit details={details} alive={alive} />
        </Fact>
      )}
      {error === "" ? null : (
        <Fact name={strings.fact.error}>
          <span class="bad">{visibleText(shortened(error, 1000))}</span>
        </Fact>
      )}
      <SizeFact key={container.id} page={page} container={container} />
    </>
  );
}

function Exit({ details: { exitCode, outOfMemory }, alive }: { details: ContainerDetails; alive: boolean }) {
  // Of one that runs again, the engine tells the present run's, which has none.
  if (exitCode === undefined || (alive && exitCode === 0)) return null;
  return (
    <span class="muted">
      · {strings.exitCode(exitCode)}, {exitWords(exitCode, outOfMemory)}
    </span>
  );
}

/** The engine walks through its files for it, so somebody has to ask. */
function SizeFact({ page }: PageProps) {
  const measuring = useSignal(false);
  const size = page.details.details.value?.size;
  if (page.followed.value.standing !== "here" && size === undefined) return null;
  const measure = async (): Promise<void> => {
    measuring.value = true;
    await page.details.measure();
    measuring.value = false;
  };
  return (
    <Fact name={strings.fact.size}>
      {size !== undefined ? (
        strings.size(bytes(size.written), bytes(size.whole))
      ) : measuring.value ? (
        <span class="muted" role="status">
          {strings.measuring}
        </span>
      ) : (
        <FactLink title={strings.measureWhy} onClick={() => void measure()}>
          {strings.measure}
        </FactLink>
      )}
    </Fact>
  );
}
