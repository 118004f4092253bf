import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const STANDS = 8000;

/** What was said last, where Docker Desktop has no toasts. It is there from the beginning: screen readers listen to it. */
export function ToldText({ told }: { told: Signal<string> }) {
  const text = told.value;
  useEffect(() => {
    const timer = setTimeout(() => {
      told.value = "";
    }, STANDS);
    return () => clearTimeout(timer);
  }, [text, told]);
  return (
    <div class={text === "" ? "sr" : "told"} role="status">
      {text}
    </div>
  );
}
