import type { LogExport } from "@quayside/core/model/log-export.ts";
import { useEffect } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { Icon } from "../controls/icon.tsx";
import { Notice } from "../controls/notice.tsx";
import { bytes } from "../text/bytes.ts";
import { visibleText } from "../text/visible-text.ts";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

/** Lines into a file: what is shown, all in the span of time, or on and on with what comes. */
export function ExportMenu({ model }: { model: LogsModel }) {
  const words = strings.exports;
  return (
    <DropDown
      label={words.label}
      bare
      align="right"
      groups={[
        [
          { id: "shown text", label: words.shown.text },
          { id: "shown jsonl", label: words.shown.jsonl },
        ],
        [
          { id: "all text", label: words.all.text },
          { id: "all jsonl", label: words.all.jsonl },
        ],
        [
          { id: "follow text", label: model.output.downloads ? words.record.text : words.follow.text },
          { id: "follow jsonl", label: model.output.downloads ? words.record.jsonl : words.follow.jsonl },
        ],
      ]}
      onPick={(id) => {
        const format = id.endsWith("jsonl") ? "jsonl" : "text";
        if (id.startsWith("shown")) void model.output.exportShown(format);
        else void model.output.exportAll(format, id.startsWith("follow"));
      }}
    >
      <Icon name="download" />
    </DropDown>
  );
}

/** What is being written and was, each with how much, and a way to stop it. */
export function Exports({ model }: { model: LogsModel }) {
  useEffect(() => {
    const over = new AbortController();
    void model.output.exports.watch(over.signal);
    return () => over.abort();
  }, [model]);
  const failure = model.output.exports.failure.value;
  return (
    <>
      {failure === undefined ? null : (
        <Notice
          tone="bad"
          title={visibleText(failure.title)}
          dismiss={{
            label: strings.dismiss,
            onClick: () => {
              model.output.exports.failure.value = undefined;
            },
          }}
        >
          <p>{visibleText(`${failure.sentence} ${failure.hint}`)}</p>
        </Notice>
      )}
      {model.output.exports.all.value.map((one) => (
        <ExportNotice key={one.id} model={model} one={one} />
      ))}
    </>
  );
}

function ExportNotice({ model, one }: { model: LogsModel; one: LogExport }) {
  const words = strings.exports;
  const file = visibleText(one.file);
  const much = words.much(one.lines, bytes(one.bytes));
  const { state } = one;
  const end = (): void => void model.output.exports.end(one.id);
  if (state.kind === "writing") {
    return (
      <Notice tone="info" title={words.writing(file)} actions={<Button onClick={end}>{words.stop}</Button>}>
        <p>{one.follow && model.output.downloads ? `${much} ${words.untilStopped}` : much}</p>
      </Notice>
    );
  }
  const dismiss = { label: strings.dismiss, onClick: end };
  if (state.kind === "failed") {
    const { title, sentence, hint } = state.error;
    return (
      <Notice tone="bad" title={words.failed(file, visibleText(title))} dismiss={dismiss}>
        <p>
          {visibleText(`${sentence} ${hint}`)} {much}
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="info" title={state.kind === "done" ? words.done(file) : words.stopped(file)} dismiss={dismiss}>
      <p>{much}</p>
    </Notice>
  );
}
