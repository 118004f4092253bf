import { Button } from "../controls/button.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import { Fact, FactLink } from "./fact.tsx";
import { ImageFact } from "./image-fact.tsx";
import { LaunchFacts } from "./launch-facts.tsx";
import { LifeFacts } from "./life-facts.tsx";
import type { PageProps } from "./page.ts";
import { MountsFact, NetworksFact, PortsFact } from "./place-facts.tsx";
import { strings } from "./strings.ts";

export function Facts({ page, container }: PageProps) {
  const failure = page.details.failure.value;
  const { id } = container;
  return (
    <section>
      <div class="section-head">
        <h2>{strings.facts}</h2>
      </div>
      {failure === undefined || page.followed.value.standing !== "here" ? null : (
        <p class="warn unread" role="alert">
          {strings.notRead(visibleText(failure.title), visibleText(failure.sentence))}{" "}
          <Button small onClick={() => void page.details.read()}>
            {shared.tryAgain}
          </Button>
        </p>
      )}
      <dl class="page-facts">
        <ImageFact page={page} container={container} />
        <LaunchFacts key={id} page={page} container={container} />
        <PortsFact page={page} container={container} />
        <NetworksFact page={page} container={container} />
        <MountsFact page={page} container={container} />
        <LifeFacts page={page} container={container} />
        <Fact name={strings.fact.id}>
          <FactLink title={strings.copyId} onClick={() => void page.actions.copy(id, strings.copiedId)}>
            <span class="mono">{id.slice(0, 12)}</span>
          </FactLink>
        </Fact>
      </dl>
    </section>
  );
}
