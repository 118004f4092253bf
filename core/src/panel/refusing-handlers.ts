import { type MethodName, type PanelHandlers, panelMethods } from "./methods.ts";

/** Of a core that could not be opened: whatever a panel asks, it is told why. */
export function refusingHandlers(error: Error): PanelHandlers {
  const call = async (): Promise<never> => {
    throw error;
  };
  // biome-ignore lint/correctness/useYield: it ends before its first item.
  const stream = async function* (): AsyncGenerator<never> {
    throw error;
  };
  const handlers = (Object.keys(panelMethods) as MethodName[]).map((method) => [
    method,
    panelMethods[method].kind === "call" ? call : stream,
  ]);
  // One for each name of the table; TypeScript can't follow one name through two tables.
  return Object.fromEntries(handlers) as PanelHandlers;
}
