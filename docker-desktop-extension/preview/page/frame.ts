// The page around the tab: it plays Docker Desktop. Its tab is made anew at every visit, and what the tab started
// ends when it is left.
import type { DesktopReply, DesktopRequest } from "../port-messages.ts";
import { portMark } from "../port-messages.ts";
import { runExec } from "./run-exec.ts";

const chaos = new URLSearchParams(location.search).get("chaos") ?? "";
const tab = document.querySelector("#tab") as HTMLElement;
const [leaveButton, enterButton] = [document.querySelector("#leave"), document.querySelector("#enter")] as [
  HTMLElement,
  HTMLElement,
];
let visit: Visit | undefined;

class Visit {
  readonly #frame = document.createElement("iframe");
  readonly #leaving = new AbortController();
  readonly #running = new Map<number, AbortController>();

  constructor() {
    const query = new URLSearchParams(location.search);
    this.#frame.src = `ui/index.html?${query}`;
    this.#frame.title = "Quayside";
    this.#frame.allow = "clipboard-write";
    window.addEventListener("message", this.#hear);
    tab.replaceChildren(this.#frame);
  }

  leave(): void {
    window.removeEventListener("message", this.#hear);
    tab.replaceChildren();
    this.#leaving.abort();
    for (const running of this.#running.values()) running.abort();
  }

  readonly #hear = ({ source, data }: MessageEvent<Readonly<Record<string, unknown>> | null>): void => {
    const request = data?.[portMark] as DesktopRequest | undefined;
    if (source === this.#frame.contentWindow && request !== undefined) void this.#serve(request);
  };

  readonly #reply = (reply: DesktopReply): void =>
    this.#frame.contentWindow?.postMessage({ [portMark]: reply }, location.origin);

  async #serve(request: DesktopRequest): Promise<void> {
    switch (request.kind) {
      case "service":
        return this.#service(request);
      case "exec": {
        const running = new AbortController();
        this.#running.set(request.id, running);
        await runExec(request, chaos, this.#reply, running.signal);
        this.#running.delete(request.id);
        return;
      }
      case "close":
        return this.#running.get(request.id)?.abort();
      case "toast":
        return toast(request.text, request.level);
      case "external":
        window.open(request.url, "_blank", "noopener");
        return;
      case "navigate":
        return toast(
          `Docker Desktop would now show: ${request.place} ${request.args.map((arg) => String(arg).slice(0, 12)).join(" ")}`,
        );
    }
  }

  async #service({ id, request }: Extract<DesktopRequest, { kind: "service" }>): Promise<void> {
    const { signal } = this.#leaving;
    try {
      const response = await fetch("dd/service", {
        method: "POST",
        body: JSON.stringify({ ...request, chaos }),
        signal,
      });
      this.#reply({ kind: "service", id, reply: await response.json() });
    } catch (error) {
      if (!signal.aborted) this.#reply({ kind: "service", id, reply: { status: 0, body: String(error) } });
    }
  }
}

function toast(text: string, level = "success"): void {
  const item = document.createElement("li");
  item.className = level;
  item.textContent = text;
  document.querySelector("#toasts")?.append(item);
  setTimeout(() => item.remove(), 6000);
}

function enter(): void {
  if (visit !== undefined) return;
  visit = new Visit();
  show();
}

function leave(): void {
  visit?.leave();
  visit = undefined;
  const words = document.createElement("p");
  words.textContent = "Docker Desktop’s own pages would be here.";
  tab.replaceChildren(words);
  show();
}

function show(): void {
  enterButton.setAttribute("aria-pressed", String(visit !== undefined));
  leaveButton.setAttribute("aria-pressed", String(visit === undefined));
}

enterButton.addEventListener("click", enter);
leaveButton.addEventListener("click", leave);

/** What the person must know beforehand, such as that all this is a demo. */
async function showNote(): Promise<void> {
  const note = document.querySelector("#note");
  const response = await fetch("dd/note");
  if (note !== null && response.ok) note.textContent = await response.text();
}

void showNote();
enter();
