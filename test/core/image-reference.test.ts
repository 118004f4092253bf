import { parseImageReference } from "@quayside/core/model/image-reference.ts";
import { describe, expect, it } from "vitest";

const digest = `sha256:${"ab12".repeat(16)}`;

describe("an image’s name", () => {
  it.each([
    ["nginx", { registry: "docker.io", repository: "nginx", tag: "latest", text: "nginx:latest" }],
    ["  nginx:1.27-alpine\n", { registry: "docker.io", repository: "nginx", tag: "1.27-alpine" }],
    ["team/app", { registry: "docker.io", repository: "team/app", tag: "latest" }],
    ["localhost/app:2", { registry: "localhost", repository: "localhost/app", tag: "2" }],
    ["registry.local:5000/a/b/c", { registry: "registry.local:5000", repository: "registry.local:5000/a/b/c" }],
    ["127.0.0.1:5000/app:v1", { registry: "127.0.0.1:5000", repository: "127.0.0.1:5000/app", tag: "v1" }],
    ["[::1]:5000/app", { registry: "[::1]:5000", repository: "[::1]:5000/app", tag: "latest" }],
    ["ghcr.io/Org", undefined],
    [`ghcr.io/o__k/a-b--c@${digest}`, { registry: "ghcr.io", digest, text: `ghcr.io/o__k/a-b--c@${digest}` }],
    [`nginx:1@${digest}`, { repository: "nginx", tag: "1", digest, text: `nginx:1@${digest}` }],
  ])("%j is understood as docker understands it", (text, expected) => {
    const parsed = parseImageReference(text);
    if (expected === undefined) expect(parsed).toHaveProperty("problem");
    else expect(parsed).toMatchObject({ reference: expected });
  });

  it("has no tag of its own where a digest says which", () => {
    expect(parseImageReference(`nginx@${digest}`)).toEqual({
      reference: { registry: "docker.io", repository: "nginx", digest, text: `nginx@${digest}` },
    });
  });

  it.each([
    ...["", "   ", "Nginx", "nginx:", ":1", "nginx:-x", `nginx:${"t".repeat(129)}`, "nginx latest", "a//b", "/nginx"],
    ...["nginx/", "-a", "a-", "a..b", "a___b", "nginx@sha256:12", "nginx@", "nginx@@", "../../etc", "a?tag=x", "a&b"],
    ...["a%2fb", "a\0b", "nginx\u202e", "<b>", "a;rm -rf /", "http://host/app", "a".repeat(256), "x".repeat(100_000)],
    ...["ab12".repeat(16), "host:port/app", "host:123456/app", "-host.io/app", "a\ud800"],
  ])("%j is refused with a sentence", (text) => {
    expect(parseImageReference(text)).toEqual({ problem: expect.stringMatching(/^.{10,200}\.$/u) });
  });
});
