import { removeContainer } from "../../lab/containers.ts";
import type { EngineAccess } from "../../lab/engine-access.ts";
import { pressInRow } from "../../lab/press-in-row.ts";
import type { Home } from "../home.ts";

export const row = ({ panel }: Home, name: string) =>
  panel.getByRole("row").filter({ has: panel.locator(".c-name").getByText(name, { exact: true }) });

export const press = (home: Home, name: string, button: RegExp) => pressInRow(row(home, name), button);

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
