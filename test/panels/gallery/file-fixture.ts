import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { Confirmation } from "@quayside/core/model/confirmation.ts";
import type { ContainerFile, FilePage, FileStat } from "@quayside/core/model/container-file.ts";
import { NOW } from "./inventory-fixture.ts";

export const HERE = "/srv/shop/config";

const HOUR = 3_600_000;

function file(name: string, facts: Partial<ContainerFile> = {}): ContainerFile {
  return {
    ...{ name, path: `${HERE}/${name}`, kind: "file", size: 1824, mode: 0o644, uid: 0, gid: 0, user: "root" },
    ...{ group: "root", modified: NOW - 40 * HOUR, version: "1824 1" },
    ...facts,
  } as ContainerFile;
}

const entries: readonly ContainerFile[] = [
  file("certs", { kind: "directory", mode: 0o750, user: "shop", group: "shop" }),
  file("conf.d", { kind: "directory", mode: 0o755, change: "changed" }),
  file("run", { kind: "link", target: "/run/shop", targetKind: "directory", mode: 0o777 }),
  file("access.log", { size: 48_123_904, modified: NOW - 60_000, user: "shop", group: "adm", change: "added" }),
  file("app.yaml", { size: 2_311, modified: NOW - 2 * HOUR, change: "changed" }),
  file("current", { kind: "link", target: "releases/41/app.yaml", mode: 0o777 }),
  file("entrypoint.sh", { mode: 0o755, size: 912 }),
  file("shop.sock", { kind: "other", size: 0, mode: 0o660, user: "shop", group: "shop", change: "added" }),
  file("sudo-helper", { mode: 0o4755, size: 118_600 }),
  { ...file("app.yaml.dist"), kind: "other", size: 0, mode: 0, modified: 0, version: "", change: "deleted" },
];

export function pageOf(path: string, offset: number, limit: number): FilePage {
  const here = path === HERE ? entries : entries.slice(0, 2);
  return { entries: here.slice(offset, offset + limit), total: here.length, way: "shell" };
}

export function manyPage(offset: number, limit: number): FilePage {
  const left = Math.max(0, Math.min(limit, 10_000 - offset));
  const many = Array.from({ length: left }, (_, at) =>
    file(`session-${String(offset + at).padStart(5, "0")}.json`, { size: 100 + (((offset + at) * 37) % 9_000) }),
  );
  return { entries: many, total: 10_000, way: "shell" };
}

export const hostilePage: FilePage = {
  entries: [
    file("<img src=x onerror=alert(1)>"),
    file("two\nlines\t\u001b[31m"),
    file("\uefff\uef80.bin"),
    file("harmless\u202egpj.exe"),
    file(`${"very-long-name-".repeat(17)}.txt`, { user: "u".repeat(60), group: "g".repeat(60) }),
    file("-rf"),
    file("javascript:alert(1)", { kind: "link", target: "../../../../etc/\u202eshadow" }),
    file("huge", { size: 9e15 }),
  ],
  total: 8,
  way: "shell",
};

export const stoppedPage: FilePage = {
  entries: entries.map(({ user: _user, group: _group, ...rest }) => rest),
  total: entries.length,
  way: "archive",
  cut: "The list is cut: without a running container the engine sends all that lies below a directory, and this was too much.",
};

export const refused: ErrorInfo = {
  name: "FileRefused",
  title: "Permission denied on laptop",
  sentence: "The user that the container runs as may not do that with /srv/shop/config.",
  hint: "Quayside works with the rights of the container’s own user. Change the file’s mode or owner, or use a shell as root.",
  detail: "find: /srv/shop/config: Permission denied",
};

export const removal: Confirmation = {
  title: "Delete “app.yaml” from shop-web-1 on laptop?",
  sentence: "/srv/shop/config/app.yaml. This can’t be undone.",
  button: "Delete from shop-web-1",
};

export const text = "server:\n  port: 8080\n  tls: false\nupstream:\n  - http://api:3000\n";

export function stat(path: string): FileStat {
  return { ...file(path.slice(path.lastIndexOf("/") + 1)), path, realPath: path, writable: true };
}

export async function* download(): AsyncGenerator<{ readonly base64: string }> {
  yield { base64: btoa(text) };
}
