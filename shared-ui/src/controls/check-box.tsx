import { Icon } from "./icon.tsx";

interface Props {
  readonly checked: boolean | "mixed";
  readonly label: string;
  readonly onToggle: (event: MouseEvent) => void;
  readonly tabIndex?: number;
}

export function CheckBox({ checked, label, onToggle, tabIndex = 0 }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an input can't show VS Code's own box in all themes
    <button
      type="button"
      class="cb"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      tabIndex={tabIndex}
      onClick={onToggle}
    >
      <Icon name="check" />
    </button>
  );
}

interface LabelledProps {
  readonly checked: boolean;
  readonly label: string;
  readonly onToggle: () => void;
}

export function LabelledCheckBox({ checked, label, onToggle }: LabelledProps) {
  return (
    <label class="choice">
      <input type="checkbox" checked={checked} onChange={onToggle} />
      <span>{label}</span>
    </label>
  );
}
