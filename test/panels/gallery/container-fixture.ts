import { containers, hostileContainers } from "./inventory-fixture.ts";

const found = containers.find(({ name }) => name === "shop-api-1");
if (found === undefined) throw new Error("The container of the pictures is missing.");

/** The container of the visual reference. */
export const shown = found;

/** Whose page a state of the gallery shows. */
export function nameOf(state: string): string {
  switch (state) {
    case "unreachable":
      return "paperless";
    case "empty":
      return "shop-api-7";
    case "10000":
      return "stack-000-web-3";
    case "bare":
      return "shop-migrate-1";
    case "hostile":
      return hostileContainers[0]?.name ?? "";
    default:
      return shown.name;
  }
}
