import type { DetailsImage } from "@quayside/core/model/container-details.ts";
import { clockTime } from "../text/clock-time.ts";
import { visibleText } from "../text/visible-text.ts";
import { Fact, FactLink } from "./fact.tsx";
import type { PageProps } from "./page.ts";
import { strings } from "./strings.ts";

const shortId = (id: string): string => id.replace(/^sha256:/, "").slice(0, 12);

/** The image, whether its host still has it, and where its tag leads now. */
export function ImageFact({ page, container }: PageProps) {
  const image = page.details.details.value?.image;
  const reference = visibleText(shortReference(container.image));
  const here = page.followed.value.standing === "here";
  return (
    <Fact name={strings.fact.image}>
      {image?.state === "present" && here ? (
        <FactLink
          title={strings.inspectImage}
          onClick={() =>
            void page.actions.showResource("image", { host: container.host, id: image.id }, container.image)
          }
        >
          <bdi>{reference}</bdi>
        </FactLink>
      ) : (
        <bdi>{reference}</bdi>
      )}{" "}
      <span class="muted mono">{shortId(image?.id ?? container.imageId)}</span>
      {image === undefined ? null : <Standing image={image} now={page.now.value} />}
    </Fact>
  );
}

function Standing({ image, now }: { image: DetailsImage; now: number }) {
  const { state, problem, tagMoved, reference } = image;
  const name = visibleText(shortReference(reference));
  return (
    <>
      {state === "removed" ? <div class="warn">{strings.imageRemoved}</div> : null}
      {state === "not-known" ? (
        <div class="warn">{strings.imageNotKnown(visibleText(problem?.sentence ?? ""))}</div>
      ) : null}
      {tagMoved === undefined ? null : (
        <div class="warn">
          {strings.tagMoved(
            name,
            tagMoved.newer,
            tagMoved.since === undefined ? undefined : clockTime(tagMoved.since, now),
          )}{" "}
          <span class="muted mono">{shortId(tagMoved.id)}</span>
        </div>
      )}
    </>
  );
}

/** An image without a name is told by a digest: twelve digits of it do. */
function shortReference(reference: string): string {
  return reference.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1");
}
