import { ConfirmSheet } from "../controls/confirm-sheet.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { HostQuestion, HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

/** Asks before something of a host is forgotten for good. */
export function HostQuestionSheet({ model, question }: { model: HostsModel; question: HostQuestion }) {
  const { about, host } = question;
  const name = visibleText(host.name);
  const close = (): void => {
    model.question.value = undefined;
  };
  const confirmed = (run: () => Promise<void>) => (): void => {
    close();
    void run();
  };
  if (about === "remove")
    return (
      <ConfirmSheet
        title={strings.removeTitle(name)}
        sentences={[strings.removeSentence(name)]}
        button={strings.removeButton(name)}
        onConfirm={confirmed(() => model.actions.remove(host))}
        onClose={close}
      />
    );
  const { title, sentence } = host.state.kind === "unreachable" ? host.state.error : { title: "", sentence: "" };
  return (
    <ConfirmSheet
      title={strings.forgetKeyTitle(name)}
      sentences={[visibleText(`${title}. ${sentence}`), strings.forgetKeyWhen]}
      button={strings.forgetKeyButton}
      onConfirm={confirmed(() => model.actions.forgetKey(host))}
      onClose={close}
    />
  );
}
