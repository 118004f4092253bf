interface Props {
  readonly label: string;
  /** A sign or two, as editors have them: "Aa", ".*". */
  readonly text: string;
  readonly on: boolean;
  readonly onToggle: () => void;
}

/** A switch inside a search field, for how is searched. */
export function FieldToggle({ label, text, on, onToggle }: Props) {
  return (
    <button
      type="button"
      class="ib in-field field-toggle"
      aria-pressed={on}
      aria-label={label}
      title={label}
      onClick={onToggle}
    >
      {text}
    </button>
  );
}
