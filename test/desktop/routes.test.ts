import { describe, expect, it } from "vitest";
import { hashOf, type Route, routeOf } from "../../docker-desktop-extension/ui/routes.ts";

const input = { selectors: [{ host: "local", name: "a&b #c=grüße" }], title: "a&b", hostName: "über" };

describe("the page's addresses", () => {
  it.each<Route>([
    { panel: "containers" },
    { panel: "hosts" },
    { panel: "search" },
    { panel: "events" },
    { panel: "hosts", add: true },
    { panel: "logs" },
    { panel: "logs", input },
    { panel: "container", input: { host: "local", name: "a&b #c=grüße/%" } },
    { panel: "terminals" },
    { panel: "terminals", input: { id: "a&b" } },
  ])("lead back to %j", (route) => {
    expect(routeOf(hashOf(route))).toEqual(route);
  });

  it("lead to the containers where they are unknown, and to no logs where they are broken", () => {
    for (const hash of [
      "",
      "#",
      "#/nowhere",
      "javascript:alert(1)",
      "#/container",
      "#/container/local",
      "#/container/local/%E0%A4%A",
    ])
      expect(routeOf(hash)).toEqual({ panel: "containers" });
    for (const hash of ["#/logs?of=", "#/logs?of={", '#/logs?of={"title":1}', "#/logs?of=null"])
      expect(routeOf(hash)).toEqual({ panel: "logs" });
  });
});
