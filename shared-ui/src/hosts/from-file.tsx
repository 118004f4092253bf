import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { isPem } from "./draft.ts";
import { strings } from "./strings.ts";

/** Bytes. A chain of certificates has some ten thousand. */
const LARGEST = 100_000;

/** Hands over the PEM of a file on the person's own computer, which need not be the one that Quayside runs on. */
export function FromFile({ what, onText }: { what: string; onText: (pem: string) => void }) {
  const id = useId();
  const problem = useSignal<string | undefined>(undefined);
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (file.size > LARGEST) {
      problem.value = strings.fileTooLarge;
      return;
    }
    try {
      const text = await file.text();
      problem.value = isPem(text) ? undefined : strings.fileWithoutPem;
      if (problem.value === undefined) onText(text);
    } catch {
      problem.value = strings.fileUnreadable;
    }
  };
  return (
    <p class="from-file small">
      <input
        id={id}
        class="sr"
        type="file"
        aria-label={`${strings.fromFile} ${what}`}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          const field = event.currentTarget;
          // The same file again is another choice: it may have been mended.
          void read(field.files?.[0]).then(() => {
            field.value = "";
          });
        }}
      />
      <label class="link" for={id} aria-hidden="true">
        {strings.fromFile}
      </label>
      <span id={`${id}-problem`} class="bad" role="status">
        {problem.value}
      </span>
    </p>
  );
}
