import { useSignal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { HeldTerminal } from "@quayside/core/model/held-terminal.ts";
import type { Attachment } from "@quayside/core/model/terminal-facts.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { ConfirmSheet } from "../controls/confirm-sheet.tsx";
import { Icon } from "../controls/icon.tsx";
import { Notice } from "../controls/notice.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import { type PasteQuestion, pasteQuestion } from "./paste.ts";
import { strings } from "./strings.ts";
import { programName } from "./tab-names.ts";
import { TerminalView } from "./terminal-view.ts";
import type { TerminalsModel } from "./terminals-model.ts";
import { TypedInput } from "./typed-input.ts";

interface Props {
  readonly model: TerminalsModel;
  readonly terminal: HeldTerminal;
  readonly name: string;
  /** The view that is shown, for what the head does with it. */
  readonly onView: (view: TerminalView | undefined) => void;
  readonly onSelect: (selected: boolean) => void;
  readonly onLeave: () => void;
}

/** One terminal: what it shows, and what became of it. */
export function Screen({ model, terminal, name, onView, onSelect, onLeave }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<TerminalView | undefined>(undefined);
  const failure = useSignal<ErrorInfo | undefined>(undefined);
  const tries = useSignal(0);
  const { id } = terminal;
  const { screenReader, larger } = model.settings.value;
  const pasting = useSignal<Pasting | undefined>(undefined);
  useEffect(() => {
    if (place.current === null) return;
    const closing = new AbortController();
    const tell = (work: Promise<void>): void => {
      work.catch((error: unknown) => {
        if (!closing.signal.aborted) failure.value = errorInfo(error);
      });
    };
    const fail = (error: unknown): void => tell(Promise.reject(error));
    const input = new TypedInput((text) => model.write(id, text), fail);
    const view = new TerminalView(
      place.current,
      { screenReader, larger },
      {
        onInput: (text) => input.type(text),
        onPaste: (text, bracketed) => {
          const question = pasteQuestion(text, bracketed);
          if (question === undefined) view.paste(text);
          else pasting.value = { ...question, text, view };
        },
        onSearch: () => {
          model.search.value = { ...model.search.value, open: model.search.value.open + 1 };
        },
        onHits: (hits) => {
          model.search.value = { ...model.search.value, hits };
        },
        onLink: (address) => void model.openLink(address),
        onResize: (size) => tell(model.resize(id, size)),
        onSelect,
        onCopy: () => {
          void model.copy(view.selection);
          view.clearSelection();
        },
        onLeave,
      },
    );
    shown.current = view;
    onView(view);
    failure.value = undefined;
    tell(follow(model, id, view, closing.signal));
    // Whoever goes along the tabs by the keyboard stays there.
    if (document.activeElement?.matches("[role=tab]") !== true) view.focus();
    return () => {
      closing.abort();
      shown.current = undefined;
      onView(undefined);
      view.dispose();
    };
  }, [model, id, tries.value]);
  useEffect(() => shown.current?.adjust({ screenReader, larger }), [screenReader, larger]);
  return (
    <div class="terminal" role="tabpanel" aria-label={strings.terminalOf(name)}>
      <Ending model={model} terminal={terminal} />
      <Away model={model} terminal={terminal} />
      {terminal.attachment === undefined || terminal.state.kind === "ended" ? null : (
        <AttachmentBar {...terminal.attachment} onDetach={() => void model.end(id)} />
      )}
      {failure.value === undefined ? null : (
        <OutOfDateNotice
          error={failure.value}
          tone="bad"
          outOfDate={strings.outOfDate}
          onTryAgain={() => void tries.value++}
        />
      )}
      <div class="terminal-place">
        <div class="terminal-screen" ref={place} />
      </div>
      {pasting.value === undefined ? null : (
        <PasteSheet
          pasting={pasting.value}
          onClose={() => {
            pasting.value = undefined;
          }}
        />
      )}
    </div>
  );
}

/** Its host does not answer, and whether the connection is lost nobody knows yet. */
function Away({ model, terminal: { ref, state } }: { model: TerminalsModel; terminal: HeldTerminal }) {
  const host = model.inventory.value?.hosts.get(ref.host);
  if (state.kind !== "running" || host?.state.kind !== "unreachable") return null;
  return (
    <Notice tone="warn" title={strings.hostAway(visibleText(host.name))}>
      <p>{strings.hostAwaySentence}</p>
    </Notice>
  );
}

interface Pasting extends PasteQuestion {
  readonly text: string;
  readonly view: TerminalView;
}

function PasteSheet({ pasting, onClose }: { readonly pasting: Pasting; readonly onClose: () => void }) {
  const { lines, beginning, text, view } = pasting;
  return (
    <ConfirmSheet
      title={strings.pasteTitle(lines)}
      sentences={[strings.pasteSentence, strings.pasteBegins]}
      button={strings.paste}
      onConfirm={() => {
        onClose();
        view.paste(text);
      }}
      onClose={onClose}
    >
      <pre class="pasted">{beginning.map(visibleText).join("\n")}</pre>
    </ConfirmSheet>
  );
}

/** How it is left, before anybody wants to. */
function AttachmentBar({ takesInput, detachKeys, onDetach }: Attachment & { readonly onDetach: () => void }) {
  return (
    <div class="terminal-about">
      <Icon name="plug" />
      <span class="grow">
        {strings.attachedHead} {takesInput ? null : <b>{strings.attachedBlind} </b>}
        {strings.attachedKeys(visibleText(detachKeys))}
      </span>
      <Button small kind="quiet" onClick={onDetach}>
        {strings.detach}
      </Button>
    </div>
  );
}

function whatEnded({ name, request }: HeldTerminal): string {
  if (request.kind === "attach") return visibleText(name);
  if (request.kind === "debug") return strings.shell;
  return request.command === undefined ? strings.shell : programName(request.command);
}

async function follow(model: TerminalsModel, id: string, view: TerminalView, signal: AbortSignal): Promise<void> {
  for await (const output of model.output(id, signal)) await view.draw(output);
}

function Ending({ model, terminal }: { model: TerminalsModel; terminal: HeldTerminal }) {
  const { state } = terminal;
  if (state.kind === "running") return null;
  const { exitCode, error } = state;
  const title =
    error === undefined
      ? exitCode === undefined
        ? strings.ended
        : strings.endedWith(whatEnded(terminal), exitCode)
      : visibleText(error.title);
  return (
    <Notice
      tone={error === undefined ? "warn" : "bad"}
      title={title}
      actions={
        <>
          {error?.remedy !== "debug-shell" ? null : (
            <Button small onClick={() => void model.ask(terminal.ref, terminal.name, "debug")}>
              {strings.debugShell}
            </Button>
          )}
          <Button small onClick={() => void model.openAgain(terminal)}>
            {strings.openAgain}
          </Button>
          <Button small kind="quiet" onClick={() => void model.end(terminal.id)}>
            {shared.close}
          </Button>
        </>
      }
    >
      {error === undefined ? null : (
        <>
          <p>{visibleText(error.sentence)}</p>
          <p class="muted">{visibleText(error.hint)}</p>
        </>
      )}
    </Notice>
  );
}
