import { Button } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { clockSeconds, clockTime } from "../text/clock-time.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import type { PageProps } from "./page.ts";
import { strings } from "./strings.ts";

/** Of one that is unhealthy: how many checks in a row failed, what the last one said, and when one last passed. */
export function HealthBanner({ page, container }: PageProps) {
  const health = page.details.details.value?.health;
  if (container.health !== "unhealthy" || health === undefined) return null;
  if (page.followed.value.standing !== "here") return null;
  const [last] = health.results;
  const good = health.results.find(({ exitCode }) => exitCode === 0);
  const said = last === undefined || last.exitCode === 0 ? "" : (last.output.split("\n")[0] ?? "").trim();
  const today = new Date(page.now.value).toDateString();
  const goodAt =
    good === undefined
      ? undefined
      : new Date(good.start).toDateString() === today
        ? clockSeconds(good.start)
        : clockTime(good.start, page.now.value);
  return (
    <Notice
      tone="bad"
      title={strings.checksFailed(Math.max(health.failingStreak, 1))}
      actions={
        <Button small onClick={() => void page.actions.run("logs", [container])}>
          {strings.logs}
        </Button>
      }
    >
      <p>
        <bdi class="mono">{visibleText(shortened(health.command, 200))}</bdi>{" "}
        {said === "" ? strings.failedWith(last?.exitCode) : strings.said(visibleText(shortened(said, 200)))}{" "}
        {goodAt === undefined ? strings.noGood : strings.lastGood(goodAt)}
      </p>
    </Notice>
  );
}
