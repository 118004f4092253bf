import { useSignal } from "@preact/signals";
import { type CommandWord, commandWords } from "@quayside/core/model/secret-text.ts";
import { IconButton } from "../controls/button.tsx";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { Mask } from "./secret.tsx";
import { strings } from "./strings.ts";

/** So much of a command is read; it may be a whole script. */
const LONGEST = 400;

/** As one would type it: a word with spaces, or without anything, is quoted. */
function wordText({ text }: CommandWord): string {
  return text === "" || /\s/.test(text) ? `'${text}'` : text;
}

/** A command, whose secrets are hidden until somebody asks for them. */
export function CommandText({ words }: { words: readonly string[] }) {
  const revealed = useSignal(false);
  const parts = commandWords(words);
  const hides = parts.some(({ secret }) => secret);
  if (!hides) return <bdi class="mono">{visibleText(shortened(parts.map(wordText).join(" "), LONGEST))}</bdi>;
  return (
    <>
      <bdi class="mono">
        {parts.map((word, index) => (
          <span key={index}>
            {index === 0 ? "" : " "}
            {word.secret && !revealed.value ? <Mask /> : visibleText(shortened(wordText(word), LONGEST))}
          </span>
        ))}
      </bdi>{" "}
      <IconButton
        icon="eye"
        class="inline"
        label={revealed.value ? strings.hideSecrets : strings.showSecrets}
        pressed={revealed.value}
        onClick={() => {
          revealed.value = !revealed.value;
        }}
      />
    </>
  );
}
