import type { ContainerDetails, Told } from "@quayside/core/model/container-details.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { CommandText } from "./command-text.tsx";
import { Fact } from "./fact.tsx";
import type { PageProps } from "./page.ts";
import { strings } from "./strings.ts";

const LONGEST = 500;
const line = (text: string): string => visibleText(shortened(text, LONGEST));

/** What it runs, where and as whom; and what its image says of that, where it is something else. */
export function LaunchFacts({ page, container }: PageProps) {
  const details = page.details.details.value;
  if (details === undefined)
    return (
      <Fact name={strings.fact.command}>
        <CommandText words={container.command.split(" ")} />
      </Fact>
    );
  const { workingDirectory, user } = details;
  return (
    <>
      <CommandFact details={details} />
      <TextFact name={strings.fact.directory} told={workingDirectory} />
      <TextFact name={strings.fact.user} told={user} otherwise={strings.root} />
    </>
  );
}

function CommandFact({ details: { entrypoint, command } }: { details: ContainerDetails }) {
  const differs = entrypoint.image !== undefined || command.image !== undefined;
  const image = [...(entrypoint.image ?? entrypoint.value), ...(command.image ?? command.value)];
  return (
    <Fact name={strings.fact.command}>
      <CommandText words={[...entrypoint.value, ...command.value]} />
      {differs ? (
        <div class="muted">
          {strings.ofImage} {image.length === 0 ? strings.nothing : <CommandText words={image} />}
        </div>
      ) : null}
    </Fact>
  );
}

/** Left out where neither it nor its image says anything. */
function TextFact({
  name,
  told,
  otherwise = strings.notTold,
}: {
  name: string;
  told: Told<string>;
  otherwise?: string;
}) {
  const { value, image } = told;
  if (value === "" && image === undefined) return null;
  return (
    <Fact name={name}>
      {value === "" ? <span class="muted">{otherwise}</span> : <bdi class="mono">{line(value)}</bdi>}
      {image === undefined ? null : (
        <span class="muted">
          {" "}
          · {strings.ofImage} {image === "" ? otherwise : <bdi class="mono">{line(image)}</bdi>}
        </span>
      )}
    </Fact>
  );
}
