import { useEffect, useState } from "preact/hooks";

/** So long waiting needs no words. */
const PATIENCE = 3000;

/** Whether this has stood for a while. */
export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return late;
}
