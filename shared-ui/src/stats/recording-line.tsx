import { RECORDED_CONTAINERS } from "@quayside/core/model/stats-recording.ts";
import { Button } from "../controls/button.tsx";
import { FailureNotice } from "../controls/failure-notice.tsx";
import { Icon } from "../controls/icon.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { RecordingModel } from "./recording-model.ts";
import { recordingOf } from "./recording-of.ts";
import { strings } from "./strings.ts";

interface Props {
  readonly recording: RecordingModel;
  /** Its id; undefined for all hosts. */
  readonly host: string | undefined;
  readonly hostName: string;
}

/** Whether what is used is kept, what that costs, and the switch for it. */
export function RecordingLine({ recording, host, hostName }: Props) {
  const state = recording.state.value;
  const failure = recording.failure.value;
  if (state === undefined) return null;
  const { on, containers, left, elsewhere, problem } = recordingOf(state, host);
  const where = host === undefined ? strings.everything : hostName;
  return (
    <>
      {failure === undefined ? null : (
        <FailureNotice
          title={strings.recordFailed}
          error={failure}
          onDismiss={() => {
            recording.failure.value = undefined;
          }}
        />
      )}
      <section class="recording" aria-label={strings.recording}>
        <Icon name={problem === undefined ? "clock" : "warning"} />
        <p class="grow" role="status">
          {problem !== undefined ? (
            <span class="warn">{visibleText(problem)}</span>
          ) : on ? (
            strings.recorded(where, containers, left, elsewhere)
          ) : (
            strings.notRecorded(where)
          )}{" "}
          <span class="muted">{strings.recordingCosts(RECORDED_CONTAINERS)}</span>
        </p>
        {on ? (
          <Button small onClick={() => void recording.record(host, false)}>
            {strings.stopRecording}
          </Button>
        ) : (
          <>
            {host === undefined ? null : (
              <Button small onClick={() => void recording.record(host, true)}>
                {strings.record(hostName)}
              </Button>
            )}
            <Button
              small
              kind={host === undefined ? "secondary" : "quiet"}
              onClick={() => void recording.record(undefined, true)}
            >
              {strings.recordAll}
            </Button>
          </>
        )}
      </section>
    </>
  );
}
