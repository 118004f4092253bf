import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ExtensionImage, validateExtension } from "../../docker-desktop-extension/image/validate.ts";

const top = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, top), "utf8");

interface Parts {
  readonly labels?: Readonly<Record<string, string>>;
  readonly config?: Partial<ExtensionImage["config"]>;
  readonly files?: Readonly<Record<string, string | undefined>>;
}

const labels = {
  "org.opencontainers.image.title": "Quayside",
  "org.opencontainers.image.description": "All your Docker hosts.",
  "org.opencontainers.image.vendor": "Quayside",
  "org.opencontainers.image.licenses": "MIT",
  "com.docker.desktop.extension.api.version": ">= 0.3.4, < 2.0.0",
  "com.docker.desktop.extension.icon": "https://example.com/icon.svg",
  "com.docker.extension.screenshots": '[{"alt":"Hosts","url":"https://example.com/hosts.png"}]',
  "com.docker.extension.detailed-description": "<p>One <b>place</b>.</p><ul><li>Live</li></ul>",
  "com.docker.extension.publisher-url": "https://example.com",
  "com.docker.extension.additional-urls": '[{"title":"Source","url":"https://example.com/source"}]',
  "com.docker.extension.categories": "utility-tools,networking",
  "com.docker.extension.changelog": "<p>The first one.</p>",
};
const files = {
  "/metadata.json": read("docker-desktop-extension/image/metadata.json"),
  "/compose.yaml": read("docker-desktop-extension/image/compose.yaml"),
  "/quayside.svg": read("vscode-extension/resources/icon.svg"),
  "/ui": "",
  "/ui/index.html": "",
};

/** What is said of our own image with these parts of it changed. */
function problemsWith(changed: Parts): string[] {
  const image: Readonly<Record<string, string | undefined>> = { ...files, ...changed.files };
  return validateExtension({
    config: {
      labels: { ...labels, ...changed.labels },
      healthcheck: ["CMD", "node", "health.cjs"],
      user: "0:0",
      stopSignal: "SIGTERM",
      ...changed.config,
    },
    has: (path) => image[path] !== undefined,
    text: (path) => image[path] ?? "",
  });
}

const metadataWith = (from: string, to: string): Parts => replaced("/metadata.json", from, to);
const composeWith = (from: string, to: string): Parts => replaced("/compose.yaml", from, to);
const iconWith = (from: string, to: string): Parts => replaced("/quayside.svg", from, to);

function replaced(path: keyof typeof files, from: string, to: string): Parts {
  expect(files[path]).toContain(from);
  return { files: { [path]: files[path].replace(from, () => to) } };
}

describe("an image for Docker Desktop", () => {
  it("is taken where it is as it should be", () => {
    expect(problemsWith({})).toEqual([]);
  });

  it.each(Object.keys(labels))("is refused without the label %s, or with nothing in it", (name) => {
    expect(problemsWith({ labels: { [name]: " " } })).toEqual([`The label ${name} is missing or empty.`]);
  });

  it.each([
    ["org.opencontainers.image.title", "My extension", "still has a placeholder"],
    ["org.opencontainers.image.description", "TODO", "still has a placeholder"],
    ["org.opencontainers.image.vendor", "tbd", "still has a placeholder"],
    ["org.opencontainers.image.licenses", "see the file", "is no SPDX expression"],
    ["com.docker.desktop.extension.api.version", "newest", "is no constraint of versions"],
    ["com.docker.desktop.extension.icon", "icon.svg", "is no URL that begins with https"],
    ["com.docker.extension.publisher-url", "http://example.com", "is no URL that begins with https"],
    ["com.docker.extension.screenshots", "hosts.png", "is no JSON list of alt and url"],
    ["com.docker.extension.screenshots", "[]", "is no JSON list of alt and url"],
    ["com.docker.extension.screenshots", '[{"url":"https://example.com/a.png"}]', "is no JSON list of alt and url"],
    ["com.docker.extension.screenshots", '[{"alt":"Hosts","url":"a.png"}]', "is no JSON list of alt and url"],
    ["com.docker.extension.additional-urls", '["https://example.com"]', "is no JSON list of title and url"],
    ["com.docker.extension.detailed-description", "One place.", "is no HTML"],
    ["com.docker.extension.detailed-description", "<p>One<script></script></p>", "has HTML that acts"],
    ["com.docker.extension.detailed-description", '<p onclick="x()">One</p>', "has HTML that acts"],
    ["com.docker.extension.changelog", "<p>One<ul></p></ul>", "has HTML whose elements are not closed"],
    ["com.docker.extension.categories", "utility-tools,tools", "has “tools”, which is no category"],
  ])("is refused where the label %s is “%s”", (name, text, problem) => {
    expect(problemsWith({ labels: { [name]: text } })).toEqual([
      expect.stringContaining(`The label ${name} ${problem}`),
    ]);
  });

  it.each<[string, Parts, string]>([
    ["no health check", { config: { healthcheck: ["NONE"] } }, "has no health check"],
    ["another user than root", { config: { user: "node" } }, "does not say that it runs as root"],
    ["another stop signal", { config: { stopSignal: "SIGQUIT" } }, "does not say that SIGTERM ends it"],
    ["no metadata", { files: { "/metadata.json": undefined } }, "There is no /metadata.json."],
    ["metadata that is no JSON", { files: { "/metadata.json": "{" } }, "/metadata.json is wrong at its top"],
    ["metadata with more than is known", metadataWith('"icon":', '"name": "x", "icon":'), "wrong at name"],
    [
      "metadata without a title",
      metadataWith('"title": "Quayside"', '"title": " "'),
      "wrong at ui.dashboard-tab.title",
    ],
    ["programs for the person’s machine", metadataWith('"vm": {', '"host": {}, "vm": {'), "wrong at host"],
    ["an icon that is no SVG", metadataWith("quayside.svg", "quayside.png"), "wrong at icon: it is to be an SVG"],
    ["no icon", { files: { "/quayside.svg": undefined } }, "The icon is not in the image."],
    ["no compose file", { files: { "/compose.yaml": undefined } }, "The compose file is not in the image."],
    ["no page", { files: { "/ui/index.html": undefined } }, "The page is not in the image."],
    [
      "no socket for the page",
      metadataWith('"backend": { "socket": "quayside.sock" }', '"backend": {}'),
      "backend.socket",
    ],
    [
      "two names for its socket",
      metadataWith('"exposes": { "socket": "q', '"exposes": { "socket": "x'),
      "not named alike",
    ],
    ["a path as its socket", metadataWith('"quayside.sock"', '"/run/quayside.sock"'), "wrong at vm.exposes.socket"],
  ])("is refused with %s", (_what, parts, problem) => {
    expect(problemsWith(parts)).toEqual([expect.stringContaining(problem)]);
  });

  const volumes = "    volumes:\n";
  it.each<[string, Parts, string]>([
    ["is no YAML", { files: { "/compose.yaml": "services: [" } }, "has no services"],
    ["has no services", { files: { "/compose.yaml": "services: {}" } }, "has no services"],
    ["names its image", composeWith("DESKTOP_PLUGIN_IMAGE", "OTHER_IMAGE"), "is not of the image"],
    [
      "mounts in the short form",
      composeWith(volumes, `${volumes}      - /etc:/host\n`),
      "has a mount in the short form",
    ],
    ["mounts another socket", composeWith("docker.sock.raw", "docker.sock"), "does not mount /var/run/docker.sock.raw"],
    [
      "makes a folder of a missing socket",
      composeWith("create_host_path: false", "create_host_path: true"),
      "makes a folder",
    ],
    [
      "mounts more of the machine",
      composeWith(volumes, `${volumes}      - type: bind\n        source: /etc\n        target: /host\n`),
      "mounts more of the machine",
    ],
    ["does not name its volume", composeWith("volumes:\n  quayside-data:", "volumes:\n  other:"), "does not name"],
    [
      "has nothing that is kept",
      composeWith("type: volume\n        source: quayside-data", "type: tmpfs"),
      "no named volume",
    ],
    ["can be written to", composeWith("read_only: true", "read_only: false"), "lacks read_only"],
    ["keeps capabilities", composeWith("- ALL", "- NET_RAW"), "lacks cap_drop"],
    [
      "may gain privileges",
      composeWith("no-new-privileges:true", "no-new-privileges:false"),
      "lacks no-new-privileges",
    ],
    ...[
      ["ports", '["80:80"]'],
      ["privileged", "true"],
      ["cap_add", "[SYS_ADMIN]"],
      ["devices", '["/dev/fuse"]'],
      ["network_mode", "host"],
      ["pid", "host"],
      ["ipc", "host"],
      ["userns_mode", "host"],
      ["env_file", ".env"],
    ].map(([key, value]): [string, Parts, string] => [
      `has ${key}`,
      composeWith("    init: true", `    init: true\n    ${key}: ${value}`),
      `has ${key}, which it does not need`,
    ]),
  ])("is refused where its compose file %s", (_what, parts, problem) => {
    expect(problemsWith(parts)).toEqual([expect.stringContaining(problem)]);
  });

  it.each<[string, Parts, string]>([
    ["is no SVG", { files: { "/quayside.svg": "PNG" } }, "is no SVG with a viewBox"],
    ["has no size", iconWith(' viewBox="0 0 256 256"', ""), "is no SVG with a viewBox"],
    ["has no namespace", iconWith(' xmlns="http://www.w3.org/2000/svg"', ""), "lacks the namespace"],
    ["is not square", iconWith("0 0 256 256", "0 0 256 128"), "is not square"],
    ["has the colour of the text around", iconWith("#ffffff", "currentColor"), "takes its colours from around it"],
    ["has a script", iconWith("<g ", "<script/><g "), "has something in it that acts"],
    ["needs a file", iconWith("<g ", '<image href="https://example.com/a.png"/><g '), "needs another file"],
  ])("is refused where its icon %s", (_what, parts, problem) => {
    expect(problemsWith(parts)).toEqual([expect.stringContaining(problem)]);
  });
});
