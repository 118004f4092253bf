import { removeContainer } from "../../lab/containers.ts";
import type { EngineAccess } from "../../lab/engine-access.ts";
import { until } from "../../lab/waiting.ts";
import type { Home } from "../home.ts";

export const row = ({ panel }: Home, name: string) =>
  panel.getByRole("row").filter({ has: panel.locator(".c-name").getByText(name, { exact: true }) });

/** A button of the row, which is there while the pointer is over it. Rows move while containers come and go. */
export async function press(home: Home, name: string, button: RegExp): Promise<void> {
  await until(
    async () => {
      await row(home, name).hover();
      return row(home, name)
        .getByRole("button", { name: button })
        .click({ timeout: 1_000 })
        .then(
          () => true,
          () => false,
        );
    },
    { what: `the button ${button} of ${name}`, withinMs: 30_000 },
  );
}

/** One that is there for this row alone. */
export async function withContainer(
  home: Home,
  engine: EngineAccess,
  make: Promise<string>,
  name: string,
  work: (id: string) => Promise<void>,
): Promise<void> {
  const id = await make;
  try {
    await home.show("Containers");
    await row(home, name).waitFor();
    await work(id);
  } finally {
    await removeContainer(engine, id);
  }
}
