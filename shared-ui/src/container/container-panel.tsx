import type { Container } from "@quayside/core/model/container.ts";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { Notices } from "../containers/notices.tsx";
import { QuestionSheet } from "../containers/question-sheet.tsx";
import { strings as containers } from "../containers/strings.ts";
import { Button } from "../controls/button.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState, systemWords } from "../controls/failed-state.tsx";
import { durationChangesIn } from "../text/duration.ts";
import { visibleText } from "../text/visible-text.ts";
import type { ContainerModel } from "./container-model.ts";
import { PageHead } from "./head.tsx";
import { ContainerLoading } from "./loading.tsx";
import { PageTabBar, tabId, tabPanelId } from "./page-tab-bar.tsx";
import { pageTabs } from "./page-tabs.ts";
import { StandingNotice } from "./standing-notice.tsx";
import { strings } from "./strings.ts";

/** One container: all that is known of it, and what can be done with it. */
export function ContainerPanel({ model }: { model: ContainerModel }) {
  // Preact puts the end of other effects off until after a paint, which a page that is left doesn't have.
  useLayoutEffect(() => {
    void model.follow();
    return () => model.dispose();
  }, [model]);
  useEffect(() => {
    const onVisibility = (): void => model.see(document.visibilityState === "visible");
    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    return () => document.removeEventListener("visibilitychange", onVisibility);
  }, [model]);
  useTextClock(model);
  const { container } = model.followed.value;
  const question = model.actions.question.value;
  return (
    <main class="panel p-container">
      <PageHead model={model} />
      <Notices model={model} />
      <StandingNotice model={model} />
      {container === undefined ? <Blank model={model} /> : <Parts model={model} container={container} />}
      {question === undefined ? null : <QuestionSheet actions={model.actions} question={question} />}
    </main>
  );
}

function Parts({ model, container }: { model: ContainerModel; container: Container }) {
  const shown = pageTabs.find(({ id }) => id === model.tab.value) ?? pageTabs[0];
  if (shown === undefined) return null;
  const { View } = shown;
  return (
    <>
      <PageTabBar tabs={pageTabs} shown={shown} onShow={model.show} />
      <div class="part" role="tabpanel" id={tabPanelId(shown)} aria-labelledby={tabId(shown)}>
        <View key={shown.id} page={model} container={container} />
      </div>
    </>
  );
}

/** In the place of the page while nothing is known of the container. */
function Blank({ model }: { model: ContainerModel }) {
  const { standing, host } = model.followed.value;
  const failure = model.failure.value;
  const name = visibleText(model.input.name);
  const hostName = visibleText(host?.name ?? "");
  if (model.inventory.value === undefined && failure !== undefined)
    return <FailedState error={failure} onTryAgain={() => void model.follow()} />;
  if (standing === "waiting") return <ContainerLoading />;
  if (host === undefined)
    return <EmptyState icon="host" title={strings.noHostTitle(name)} sentence={strings.noHostSentence} />;
  if (standing === "missing")
    return (
      <EmptyState icon="container" title={strings.missingTitle(name, hostName)} sentence={strings.missingSentence} />
    );
  const { state } = host;
  const isUnreachable = state.kind === "unreachable";
  return (
    <EmptyState
      icon="plug"
      title={isUnreachable ? strings.awayTitle(hostName) : strings.disabledTitle(hostName)}
      sentence={strings.awaySentence(name)}
      detail={isUnreachable ? systemWords(state.error) : undefined}
      actions={
        isUnreachable ? (
          <Button kind="primary" onClick={() => void model.actions.retry(host.id)}>
            {containers.tryNow}
          </Button>
        ) : undefined
      }
    />
  );
}

/** Ticks when, and only when, the span in the head has to change. */
function useTextClock(model: ContainerModel): void {
  const { container } = model.followed.value;
  const now = model.now.value;
  const since = container?.run?.since ?? container?.createdAt;
  useEffect(() => {
    if (since === undefined) return;
    const timer = setTimeout(() => model.tick(), durationChangesIn(now - since));
    return () => clearTimeout(timer);
  });
}
