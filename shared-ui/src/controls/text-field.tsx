import type { ComponentChildren, RefObject } from "preact";
import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
  readonly placeholder?: string;
  /** What is wrong with it, in words. */
  readonly error?: string | undefined;
  /** What it is for, while nothing is wrong. */
  readonly hint?: ComponentChildren;
  /** A path, an address, PEM. */
  readonly mono?: boolean;
  /** What is typed is not seen. */
  readonly secret?: boolean;
  /** So many lines; one unless told. */
  readonly lines?: number;
  readonly readOnly?: boolean;
  /** Offered while one types. */
  readonly offers?: readonly string[];
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

/** A field with its label above it, and below it what it is for or what is wrong. */
export function TextField(props: Props) {
  const { label, value, onInput, placeholder, error, hint, mono = false, secret = false, lines } = props;
  const { onFocus, onBlur, readOnly = false, offers = [], inputRef } = props;
  const id = useId();
  const said = error ?? hint;
  const common = {
    id,
    value,
    placeholder,
    readOnly,
    ...(onFocus === undefined ? {} : { onFocus }),
    ...(onBlur === undefined ? {} : { onBlur }),
    class: mono ? "mono" : "",
    spellcheck: false,
    "aria-invalid": error !== undefined,
    "aria-describedby": said === undefined ? undefined : `${id}-said`,
  };
  const kind = secret
    ? // What browsers remember of a password is theirs to leak.
      { type: "password" as const, autocomplete: "new-password" }
    : { type: "text" as const, autocomplete: "off", ...(offers.length === 0 ? {} : { list: `${id}-offers` }) };
  return (
    <div class="entry">
      <label for={id}>{label}</label>
      <div class={`field ${lines === undefined ? "" : "lines"} ${error === undefined ? "" : "wrong"}`}>
        {lines === undefined ? (
          <input
            {...common}
            {...(inputRef === undefined ? {} : { ref: inputRef })}
            {...kind}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        ) : (
          <textarea {...common} rows={lines} onInput={(event) => onInput(event.currentTarget.value)} />
        )}
      </div>
      {offers.length === 0 ? null : (
        <datalist id={`${id}-offers`}>
          {offers.map((offer) => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
      {said === undefined ? null : (
        <p id={`${id}-said`} class={`small ${error === undefined ? "muted" : "bad"}`}>
          {said}
        </p>
      )}
    </div>
  );
}
