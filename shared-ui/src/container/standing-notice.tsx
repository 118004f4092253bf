import { Notice } from "../controls/notice.tsx";
import { shared } from "../controls/strings.ts";
import { clockTime } from "../text/clock-time.ts";
import { visibleText } from "../text/visible-text.ts";
import type { ContainerModel } from "./container-model.ts";
import type { Followed } from "./followed.ts";
import { strings } from "./strings.ts";

function awayWords({ host, since }: Followed, now: number): string {
  const name = visibleText(host?.name ?? "");
  if (host?.state.kind === "disabled") return strings.disabled(name);
  if (host?.state.kind !== "unreachable") return strings.connecting(name);
  return strings.away(name, clockTime(since ?? now, now));
}

/** Says why what is shown is not of now, or not of the container that was opened. */
export function StandingNotice({ model }: { model: ContainerModel }) {
  const followed = model.followed.value;
  const { standing, container, host, since, recreatedAt } = followed;
  const now = model.now.value;
  if (container === undefined) return null;
  if (standing === "gone")
    return (
      <Notice tone="warn" title={strings.gone(visibleText(container.name), visibleText(host?.name ?? container.host))}>
        <p>{strings.goneSentence(clockTime(since ?? now, now))}</p>
      </Notice>
    );
  if (standing === "away") return <Notice tone="warn" title={awayWords(followed, now)} />;
  if (recreatedAt === undefined) return null;
  return (
    <Notice
      tone="info"
      title={strings.recreated(clockTime(recreatedAt, now))}
      dismiss={{ label: shared.dismiss, onClick: () => model.forgetRecreation() }}
    />
  );
}
