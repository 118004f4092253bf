import { LogExports } from "@quayside/core/logs/export/log-exports.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { fileName } from "@quayside/core/model/log-export.ts";
import { addressedHost, type LineAddress, lineLink, readLineLink } from "@quayside/core/model/log-link.ts";
import { publishedUrl } from "@quayside/core/model/published-port.ts";
import { type Ref, refKey, sameRef } from "@quayside/core/model/ref.ts";
import type { CallName, InputOf, ItemOf, OutputOf, PanelApi, StreamName } from "@quayside/core/panel/methods.ts";
import { PanelError } from "@quayside/core/panel/panel-error.ts";
import type { Told } from "@quayside/shared-ui/app/tell.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import type { DesktopClient } from "./desktop.ts";
import { openView } from "./desktop-views.ts";
import { downloadSink } from "./download.ts";
import { openExternal } from "./external-links.ts";
import { wordsOf } from "./rejection.ts";
import type { Route } from "./routes.ts";
import { SharedInventory } from "./shared-inventory.ts";

/** Of a terminal until its panel has measured its own place. */
const USUAL = { columns: 80, rows: 24 } as const;

export interface PageHome {
  readonly client: DesktopClient;
  go(route: Route): void;
  showText(title: string, text: string): void;
  copy(text: string): Promise<void>;
  tell(told: Told): void;
}

/**
 * The backend's methods with the page's own in between: `home.*` is about the window that the panel is in, so the
 * page answers it. It remembers which containers the panels have been shown, for their names.
 */
export class HomeCalls implements PanelApi {
  readonly #api: PanelApi;
  readonly #home: PageHome;
  readonly #containers = new Map<string, Container>();
  readonly #hosts = new Map<string, Host>();
  readonly #inventory: SharedInventory;
  readonly #exports = new LogExports();

  constructor(api: PanelApi, home: PageHome) {
    this.#api = api;
    this.#inventory = new SharedInventory(api);
    this.#home = home;
  }

  async call<M extends CallName>(method: M, input: InputOf<M>, signal?: AbortSignal): Promise<OutputOf<M>> {
    const own = this.#own as { readonly [name: string]: ((input: never) => Promise<unknown>) | undefined };
    const answer = own[method];
    // The table below is typed by the methods' names; TypeScript can't follow one name through two tables.
    return answer === undefined
      ? this.#api.call(method, input, signal)
      : ((await answer(input as never)) as OutputOf<M>);
  }

  async *stream<M extends StreamName>(method: M, input: InputOf<M>, signal?: AbortSignal): AsyncGenerator<ItemOf<M>> {
    if (method === "home.exports") {
      for await (const exports of this.#exports.watch(signal ?? new AbortController().signal))
        yield exports as ItemOf<M>;
      return;
    }
    if (method !== "inventory.watch") {
      yield* this.#api.stream(method, input, signal);
      return;
    }
    for await (const item of this.#inventory.stream(signal ?? new AbortController().signal)) {
      this.#remember(item);
      yield item as ItemOf<M>;
    }
  }

  readonly #own: {
    readonly [M in Extract<CallName, `home.${string}`>]: (input: InputOf<M>) => Promise<OutputOf<M>>;
  } = {
    "home.openContainer": async ({ ref }) => {
      const { name } = this.#containers.get(refKey(ref)) ?? { name: ref.id };
      this.#home.go({ panel: "container", input: { host: ref.host, name } });
    },
    "home.openLogs": async ({ ref, at }) => {
      const { name } = this.#container(ref);
      const hostName = this.#hosts.get(ref.host)?.name;
      const input = {
        selectors: [{ host: ref.host, name }],
        title: name,
        ...(hostName === undefined ? {} : { hostName }),
        ...(at === undefined ? {} : { at: { ...at, asked: Date.now() } }),
      };
      this.#home.go({ panel: "logs", input });
    },
    "home.exportLogs": async ({ format, name, follow, ...query }) => {
      const file = fileName(name, format);
      const read = (signal: AbortSignal) => this.#api.stream("logs.follow", { ...query, follow }, signal);
      this.#exports.start({ file, follow, format, read, open: async () => downloadSink(file) });
      return true;
    },
    "home.endExport": async ({ id }) => this.#exports.end(id),
    "home.saveText": async ({ name, text }) => {
      const sink = downloadSink(name);
      await sink.write(text);
      await sink.close();
      return true;
    },
    "home.copyLink": async ({ mark, ...of }) => this.#home.copy(lineLink("quayside:/", { ...of, mark })),
    "home.openLine": async ({ link }) => {
      const address = readLineLink(link);
      const host = address && addressedHost([...this.#hosts.values()], address);
      if (address === undefined || host === undefined) throw noLine(address);
      const { name, mark } = address;
      const at = { ...mark, asked: Date.now() };
      this.#home.go({
        panel: "logs",
        input: { selectors: [{ host: host.id, name }], title: name, hostName: host.name, at },
      });
    },
    "home.showLogs": async (input) => this.#home.go({ panel: "logs", input }),
    "home.openSource": async ({ path, line, column }) => {
      const place = [path, line, ...(column === undefined ? [] : [column])].join(":");
      await this.#home.copy(place);
      this.#home.tell({
        level: "success",
        text: `Copied ${visibleText(place)}. Docker Desktop has no editor.`.slice(0, 1000),
      });
    },
    "home.openTerminal": async ({ ref }) => {
      const id = (await this.#runningTerminal(ref)) ?? (await this.#api.call("terminals.open", { ref, ...USUAL })).id;
      this.#home.go({ panel: "terminals", input: { id } });
    },
    "home.openView": async ({ ref, view }) => {
      try {
        await openView(this.#home.client, view, ref.id);
      } catch (error) {
        throw noView(this.#container(ref).name, error);
      }
    },
    "home.openPort": async ({ ref, port }) => {
      const host = this.#hosts.get(ref.host);
      const published = this.#containers.get(refKey(ref))?.ports.find(({ publicPort }) => publicPort === port);
      const url = host && published && publishedUrl(host, published);
      if (url === undefined) throw noWay(port);
      openExternal(this.#home.client, url);
    },
    "home.openLink": async ({ address }) => openExternal(this.#home.client, address),
    "home.showInspect": async ({ ref }) =>
      this.#home.showText(this.#container(ref).name, await this.#api.call("containers.inspect", { ref })),
    "home.showResource": async ({ kind, ref, name }) =>
      this.#home.showText(name, await this.#api.call("resources.inspect", { kind, ref })),
    "home.showFiles": async ({ ref }) => {
      const hostName = this.#hosts.get(ref.host)?.name;
      const place = { host: ref.host, kind: "container", name: this.#container(ref).name } as const;
      this.#home.go({ panel: "files", input: { place, ...(hostName === undefined ? {} : { hostName }) } });
    },
    // The panel does these itself where its home has neither editors nor dialogs.
    "home.openFile": refuse,
    "home.downloadFile": refuse,
    "home.uploadFiles": refuse,
    "home.addHost": async () => this.#home.go({ panel: "hosts", add: true }),
    "home.tell": async (told) => this.#home.tell(told),
    "home.copy": async ({ text }) => this.#home.copy(text),
  };

  /** One is enough for who asks for a terminal again; more are to be had in the panel itself. */
  async #runningTerminal(ref: Ref): Promise<string | undefined> {
    for await (const held of this.#api.stream("terminals.watch", {}))
      return held.find((terminal) => sameRef(terminal.ref, ref) && terminal.state.kind === "running")?.id;
    return undefined;
  }

  #container(ref: Ref): Pick<Container, "name"> {
    return this.#containers.get(refKey(ref)) ?? { name: ref.id.slice(0, 12) };
  }

  #remember(item: ItemOf<"inventory.watch">): void {
    const { hosts, containers } = "snapshot" in item ? item.snapshot : item.change;
    for (const host of hosts) this.#hosts.set(host.id, host);
    for (const container of containers) this.#containers.set(refKey(container), container);
    if ("change" in item) for (const ref of item.change.removedContainers) this.#containers.delete(refKey(ref));
  }
}

const refuse = async (): Promise<never> => {
  throw new PanelError({
    ...{
      name: "Conflict",
      title: "Docker Desktop has no editors",
      sentence: "Files open in Quayside’s own panel here.",
    },
    ...{ hint: "", detail: "" },
  });
};

const noWay = (port: number) =>
  new PanelError({
    name: "NotAllowed",
    title: `No way leads from here to port ${port}`,
    sentence: "It is published to its own machine alone, or that is reached through a jump host.",
    hint: "Quayside in VS Code opens it on your machine, through the host’s SSH connection.",
    detail: "",
  });

const noLine = (address: LineAddress | undefined) =>
  new PanelError({
    name: "NotFound",
    title: address === undefined ? "This is no link to a line" : `There is no host ${address.hostName} here`,
    sentence:
      address === undefined ? "A link to a line is copied from its details." : "The link leads to a line of it.",
    hint: address === undefined ? "Copy it once more." : "Add the host, then try again.",
    detail: "",
  });

const noView = (container: string, error: unknown) =>
  new PanelError({
    name: "NotFound",
    title: `Docker Desktop does not show ${container}`,
    sentence: "It has no such view, or the container is none of its own engine.",
    hint: "Look for it in Docker Desktop’s own list of containers.",
    detail: wordsOf(error),
  });
