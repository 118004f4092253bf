/** What of an image Docker Desktop reads before it installs it. */
export interface ExtensionImage {
  readonly labels: Readonly<Record<string, string>>;
  /** The text of /metadata.json; undefined where there is none. */
  readonly metadata: string | undefined;
  /** Whether the image has this file or folder. */
  readonly has: (path: string) => boolean;
}

const requiredLabels = [
  "org.opencontainers.image.title",
  "org.opencontainers.image.description",
  "org.opencontainers.image.vendor",
  "com.docker.desktop.extension.api.version",
  "com.docker.desktop.extension.icon",
  "com.docker.extension.screenshots",
  "com.docker.extension.detailed-description",
  "com.docker.extension.publisher-url",
  "com.docker.extension.changelog",
] as const;

/** What keeps Docker Desktop from taking it as an extension, as `docker extension validate` would say; nothing where all is well. */
export function validateExtension({ labels, metadata, has }: ExtensionImage): string[] {
  const missing = requiredLabels.filter((name) => (labels[name] ?? "").trim() === "");
  return [
    ...missing.map((name) => `The label ${name} is missing or empty.`),
    ...["com.docker.desktop.extension.icon", "com.docker.extension.publisher-url"].flatMap((name) =>
      missing.some((other) => other === name) || isUrl(labels[name]) ? [] : [`The label ${name} is no URL.`],
    ),
    ...screenshotProblems(labels["com.docker.extension.screenshots"]),
    ...(/^\s*(>=|\^|~)?\s*\d+\.\d+\.\d+$/.test(labels["com.docker.desktop.extension.api.version"] ?? "")
      ? []
      : ["The label com.docker.desktop.extension.api.version is no constraint of versions."]),
    ...metadataProblems(metadata, has),
  ];
}

function screenshotProblems(text = ""): string[] {
  const pictures = parsed(text);
  if (!Array.isArray(pictures) || pictures.length === 0)
    return ["The label com.docker.extension.screenshots is no list."];
  return pictures.flatMap((picture: unknown, index) => {
    const { alt, url } = isObject(picture) ? picture : {};
    return typeof alt === "string" && alt !== "" && isUrl(url)
      ? []
      : [`Screenshot ${index + 1} lacks its alt or its url.`];
  });
}

function metadataProblems(text: string | undefined, has: (path: string) => boolean): string[] {
  if (text === undefined) return ["There is no /metadata.json."];
  const metadata = parsed(text);
  if (!isObject(metadata)) return ["/metadata.json is no JSON object."];
  const { icon, vm, ui } = metadata;
  const file = (path: unknown, what: string): string[] =>
    typeof path === "string" && has(path.startsWith("/") ? path : `/${path}`) ? [] : [`${what} is not in the image.`];
  const tab = isObject(ui) ? ui["dashboard-tab"] : undefined;
  const { root, src, backend } = isObject(tab) ? tab : {};
  const { composefile, exposes } = isObject(vm) ? vm : {};
  const sockets = [isObject(exposes) ? exposes.socket : undefined, isObject(backend) ? backend.socket : undefined];
  return [
    ...file(icon, "The icon"),
    ...file(composefile, "The compose file"),
    ...file(root, "The folder of the page"),
    ...file(`${String(root)}/${String(src)}`, "The page"),
    ...(typeof sockets[0] === "string" && sockets[0] === sockets[1]
      ? []
      : ["The backend’s socket is not named alike in vm.exposes and ui.dashboard-tab.backend."]),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isUrl(value: unknown): boolean {
  return typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
