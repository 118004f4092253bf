import type { HostCandidate } from "@quayside/core/model/host-candidate.ts";
import { Button } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { Notice } from "../controls/notice.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import type { HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

function addressWords({ address, connection }: HostCandidate): string {
  const files =
    connection?.kind === "tls" && (connection.ca ?? connection.cert) !== undefined ? strings.withTlsFiles : "";
  const refused = connection === undefined && address.startsWith("tcp:") ? strings.withoutTls : "";
  return visibleText(address) + files + refused;
}

/** Engines that this machine's settings name: each becomes a host by one click and a test. */
export function FoundList({ model }: { model: HostsModel }) {
  const failure = model.candidatesFailure.value;
  const candidates = model.candidates.value ?? [];
  const adding = model.form.value?.host === undefined ? model.form.value?.draft.value.address : undefined;
  if (failure !== undefined)
    return (
      <Notice
        tone="warn"
        title={strings.candidatesFailed}
        actions={
          <Button small onClick={() => void model.findCandidates()}>
            {shared.tryAgain}
          </Button>
        }
      >
        <p>{visibleText(failure.sentence)}</p>
      </Notice>
    );
  if (candidates.length === 0) return null;
  return (
    <section class="found" aria-label={strings.foundTitle}>
      <div class="row-x found-head">
        <h2>{strings.foundTitle}</h2>
        <span class="muted small">{strings.notAdded}</span>
      </div>
      <ul>
        {candidates.map((candidate) => {
          const name = visibleText(candidate.name);
          return (
            <li key={`${candidate.source} ${candidate.name} ${candidate.address}`} class="found-row">
              <span class="muted">
                <Icon name="host" />
              </span>
              <span class="b t" title={name}>
                <bdi>{name}</bdi>
              </span>
              <span class="muted t hide-560">{strings.sources[candidate.source]}</span>
              {candidate.problem === undefined ? (
                <span class="mono muted t" title={visibleText(candidate.address)}>
                  {addressWords(candidate)}
                </span>
              ) : (
                <span class="warn">{visibleText(candidate.problem)}</span>
              )}
              {candidate.problem !== undefined ? (
                <span />
              ) : adding === candidate.address ? (
                <span class="muted">{strings.adding}</span>
              ) : (
                <button
                  type="button"
                  class="link"
                  aria-label={strings.addOf(name)}
                  onClick={() => model.addHost(candidate)}
                >
                  {strings.add}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
