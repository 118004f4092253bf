import type { Locator } from "playwright-core";
import { until } from "./waiting.ts";

/** A button of a row, which is there while the pointer is over it. Rows move while containers come and go. */
export async function pressInRow(row: Locator, name: RegExp): Promise<void> {
  const button = row.getByRole("button", { name });
  await until(
    async () => {
      await row.hover();
      // A click that is given up may have been made all the same, and would be made twice: whether it can be is found
      // out by one that isn't made, and the one that is has time.
      return (
        (await comesOff(button.click({ trial: true, timeout: 1_000 }))) &&
        (await comesOff(button.click({ timeout: 20_000 })))
      );
    },
    { what: `the button ${name} of the row`, withinMs: 30_000 },
  );
}

function comesOff(click: Promise<void>): Promise<boolean> {
  return click.then(
    () => true,
    () => false,
  );
}
