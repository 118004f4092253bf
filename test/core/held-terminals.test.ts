import type { TerminalOutput } from "@quayside/core/model/held-terminal.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import type { TerminalSize } from "@quayside/core/model/terminal.ts";
import { HeldTerminals } from "@quayside/core/terminals/held-terminals.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { removeContainer, runContainer, runShellless } from "../lab/containers.ts";
import type { EngineAccess } from "../lab/engine-access.ts";
import { openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import { sharedEngines } from "../lab/shared-engines.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";

const { describe, test } = needs("engine");
const { signal } = new AbortController();
const usual: TerminalSize = { columns: 80, rows: 24 };

/** One page that looks at it. */
class Looker {
  readonly items: TerminalOutput[] = [];
  readonly #leaving = new AbortController();
  ended = false;
  readonly #reading: Promise<void>;

  constructor({ heldTerminals }: OpenedQuayside["quayside"], id: string) {
    this.#reading = this.#read(heldTerminals.watch(id, this.#leaving.signal));
  }

  async #read(output: AsyncIterable<TerminalOutput>): Promise<void> {
    for await (const item of output) this.items.push(item);
    this.ended = true;
  }

  get text(): string {
    return this.items.map((item) => ("screen" in item ? item.screen : item.output)).join("");
  }

  get screen(): string {
    const [first] = this.items;
    return first !== undefined && "screen" in first ? first.screen : "";
  }

  shows(pattern: RegExp): Promise<boolean> {
    return until(() => pattern.test(this.text), {
      what: `${pattern} in ${JSON.stringify(this.text.slice(-500))}`,
      withinMs: 20_000,
    });
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#reading;
  }
}

describe("a terminal that core holds", () => {
  let engine: EngineAccess;
  let opened: OpenedQuayside;
  let host: string;
  let container: Ref;
  const made: string[] = [];
  const lookers: Looker[] = [];

  const held = () => opened.quayside.heldTerminals;
  const look = (id: string): Looker => {
    const looker = new Looker(opened.quayside, id);
    lookers.push(looker);
    return looker;
  };
  const run = async (name: string): Promise<Ref> => {
    const id = await runContainer(engine, { name });
    made.push(id);
    await until(() => opened.quayside.inventory.container({ host, id }), { what: name });
    return { host, id };
  };
  const processes = ({ id }: Ref): Promise<string> => engine.docker(["top", id, "-o", "pid,args"]);

  beforeAll(async () => {
    [engine] = sharedEngines();
    opened = await openQuayside([engine], { terminals: { unseenFor: 3_600_000 } });
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
    container = await run("held-one");
  });
  afterEach(async () => {
    for (const looker of lookers.splice(0)) await looker.leave();
    await held().close();
  });
  afterAll(async () => {
    await opened?.close();
    for (const id of made) await removeContainer(engine, id);
  });

  test("shows what was said before to whoever comes back, with its colours, and goes on", async () => {
    const id = await held().open(container, usual, signal);
    const first = look(id);
    held().write(id, "printf '\\033[31mred\\033[0m-%s\\n' $((6*7))\n");
    await first.shows(/red[^\n]*-42/);
    await first.leave();
    held().write(id, "echo unseen-$((1+1))\n");
    const second = look(id);
    await second.shows(/unseen-2/);
    expect(second.screen).toContain("\u001b[31mred");
    held().write(id, "echo seen-$((2+2))\n");
    await second.shows(/seen-4/);
  });

  test("is seen alike by two at once, and has the size of the one who gave it last", async () => {
    const id = await held().open(container, usual, signal);
    const [one, other] = [look(id), look(id)];
    await one.shows(/\/ # /);
    held().resize(id, { columns: 100, rows: 30 });
    // The size goes another way than what is typed.
    held().write(id, "until [ \"$(stty size)\" = '30 100' ]; do sleep 0.1; done; echo both-$((1+2))\n");
    await Promise.all([one, other].map((looker) => looker.shows(/both-3/)));
    expect(other.items.flatMap((item) => ("screen" in item ? [item.size] : [])).at(-1)).toEqual({
      ...{ columns: 100, rows: 30 },
    });
  });

  test("answers what programs ask a terminal, though nobody looks", async () => {
    const id = await held().open(container, usual, signal);
    const ask =
      "stty raw -echo; printf '\\033[6n'; a=$(dd bs=1 count=4 2>/dev/null); stty sane; echo got-$(printf %s \"$a\" | wc -c)";
    held().write(id, `${ask}\n`);
    await until(async () => (await processes(container)).includes("ash"), { what: "the shell" });
    await look(id).shows(/got-4/);
  });

  test("keeps an editor’s screen, which has no lines to scroll back to", async () => {
    const id = await held().open(container, usual, signal);
    const first = look(id);
    await first.shows(/\/ # /);
    held().write(id, "vi /etc/motd-of-nobody\n");
    await first.shows(/\[\?1049h/);
    held().write(id, "ihello from vi\u001b");
    await first.shows(/hello from vi/);
    await first.leave();
    const second = look(id);
    await second.shows(/hello from vi/);
    // The alternate screen, as vi has set it.
    expect(second.screen).toContain("\u001b[?1049h");
  });

  test("bounds what it keeps, and a viewer who is too slow gets the screen in place of what was skipped", async () => {
    const id = await held().open(container, usual, signal);
    const slow = held().watch(id, signal);
    await slow.next();
    const quick = look(id);
    held().write(id, "seq 1 300000; echo all-$((1+1))\n");
    await quick.shows(/all-2/);
    let seen = 0;
    for await (const item of slow) {
      const text = "screen" in item ? item.screen : item.output;
      seen += text.length;
      if (/all-2/.test(text)) break;
    }
    // All of it are 2 MB.
    expect(seen).toBeLessThan(1_000_000);
    const late = look(id);
    await late.shows(/all-2/);
    const kept = late.screen.split("\r\n").filter((line) => /^\d+$/.test(line));
    expect(kept.length).toBeGreaterThan(1900);
    expect(kept.length).toBeLessThan(2100);
  });

  test("that ended well is gone; one that did not keeps its last words and its exit code until it is closed", async () => {
    const [well, badly] = [await held().open(container, usual, signal), await held().open(container, usual, signal)];
    held().write(well, "exit\n");
    held().write(badly, "echo last-$((1+1)); exit 7\n");
    await until(() => held().list().length === 1, { what: "the one that ended well to go" });
    await until(() => held().list()[0]?.state.kind === "ended", { what: "the other to end" });
    expect(held().list()[0]).toMatchObject({ id: badly, name: "held-one", state: { kind: "ended", exitCode: 7 } });
    const late = look(badly);
    await late.shows(/last-2/);
    await until(() => late.ended, { what: "its end" });
    await held().end(badly);
    expect(held().list()).toEqual([]);
    expect(() => held().write(badly, "x")).toThrow(/not open any more/);
  });

  test("in a container without a shell says so", async () => {
    const id = await runShellless(engine, "held-shellless");
    made.push(id);
    await until(() => opened.quayside.inventory.container({ host, id }), { what: "the container" });
    await held().open({ host, id }, usual, signal);
    await until(() => held().list()[0]?.state.kind === "ended", { what: "its end" });
    expect(held().list()[0]?.state).toMatchObject({ error: { sentence: expect.stringContaining("has no shell") } });
  });

  test("that is ended leaves nothing running in the container", async () => {
    const ref = await run("held-ended");
    const before = await processes(ref);
    const id = await held().open(ref, usual, signal);
    held().write(id, "sleep 4713\n");
    await until(async () => (await processes(ref)).includes("sleep 4713"), { what: "the sleep" });
    await held().end(id);
    await until(async () => (await processes(ref)) === before, { what: "the shell to end" });
  });

  test("whose page went away while it was opened leaves nothing running", async () => {
    const ref = await run("held-left");
    const before = await processes(ref);
    const leaving = new AbortController();
    const { terminals } = opened.quayside;
    const own = new HeldTerminals({
      ...{ containerName: () => "held-left", hostName: () => "held", now: Date.now },
      terminals: {
        // The page goes in the moment in which the shell is there and its answer is not.
        open: async (...asked) => {
          const session = await terminals.open(...asked);
          await until(async () => (await processes(ref)) !== before, { what: "the shell" });
          leaving.abort();
          return session;
        },
      },
    });
    await expect(own.open(ref, usual, leaving.signal)).rejects.toMatchObject({ name: "Cancelled" });
    expect(own.list()).toEqual([]);
    own.dispose();
    await until(async () => (await processes(ref)) === before, { what: "the shell to end" });
  });

  test("that nobody looked at for a time ends with what runs in it; one that is looked at stays", async () => {
    const other = await openQuayside([engine], { terminals: { unseenFor: 400 } });
    try {
      const on = other.hosts[0] ?? "";
      await listed(other, on);
      const ref = { host: on, id: (await run("held-unseen")).id };
      const before = await processes(ref);
      const [seen, unseen] = [
        await other.quayside.heldTerminals.open(ref, usual, signal),
        await other.quayside.heldTerminals.open(ref, usual, signal),
      ];
      const looker = new Looker(other.quayside, seen);
      other.quayside.heldTerminals.write(unseen, "sleep 4714\n");
      await until(() => other.quayside.heldTerminals.list().length === 1, { what: "the unseen one to end" });
      expect(other.quayside.heldTerminals.list()[0]?.id).toBe(seen);
      await until(async () => !(await processes(ref)).includes("4714"), { what: "what ran in it to end" });
      await looker.leave();
      await until(async () => (await processes(ref)) === before, { what: "the other to end, once nobody looks" });
    } finally {
      await other.close();
    }
  });

  test("is ended with all others of its host, and those alone", async () => {
    const ref = await run("held-all");
    const before = await processes(ref);
    for (const request of [{ kind: "exec" }, { kind: "exec", command: ["sleep", "4715"] }] as const)
      await held().open(ref, usual, signal, request);
    await held().endAll("another");
    expect(
      held()
        .list()
        .map(({ request }) => request),
    ).toEqual([{ kind: "exec" }, { kind: "exec", command: ["sleep", "4715"] }]);
    await held().endAll(host);
    expect(held().list()).toEqual([]);
    await until(async () => (await processes(ref)) === before, { what: "what ran to end" });
  });

  test("stops a flood at Ctrl+C, and one of fifty megabytes comes to its end", async () => {
    const id = await held().open(container, usual, signal);
    const looker = look(id);
    await looker.shows(/\/ # /);
    held().write(id, "yes 0123456789012345678901234567890123456789012345678 | head -c 50000000; echo whole-$((1+1))\n");
    await looker.shows(/whole-2/);
    held().write(id, "yes\n");
    await looker.shows(/y\r\ny\r\n/);
    held().write(id, "\u0003echo alive-$((3+3))\n");
    await looker.shows(/alive-6/);
  });

  test("ends, and says why, when its host is set to be looked at only", async () => {
    const ref = await run("held-viewed");
    const before = await processes(ref);
    await held().open(ref, usual, signal);
    await opened.quayside.hosts.update(host, { access: "view" }, signal);
    try {
      await until(() => held().list()[0]?.state.kind === "ended", { what: "its end" });
      expect(held().list()[0]?.state).toMatchObject({ error: { name: "NotAllowed" } });
      await until(async () => (await processes(ref)) === before, { what: "the shell to end" });
      await expect(held().open(ref, usual, signal)).rejects.toMatchObject({ name: "NotAllowed" });
    } finally {
      await opened.quayside.hosts.update(host, { access: "admin" }, signal);
    }
  });
});

describe("a terminal whose host goes away", () => {
  test("says so, and goes when the host is back", async () => {
    const lab = openLab();
    const engine = await lab.startEngine({ name: "held-lost" });
    const opened = await openQuayside([engine], { terminals: { unseenFor: 3_600_000 } });
    try {
      const host = opened.hosts[0] ?? "";
      await listed(opened, host);
      const id = await runContainer(engine, { name: "held-lost" });
      const { heldTerminals } = opened.quayside;
      await heldTerminals.open({ host, id }, usual, signal);
      const state = () => heldTerminals.list()[0]?.state;
      await engine.kill();
      await until(() => state()?.kind === "ended", { what: "it to be lost" });
      expect(state()).toMatchObject({ error: { name: "HostUnreachable" } });
      await engine.start();
      await until(() => heldTerminals.list().length === 0, { what: "it to go", withinMs: 30_000 });
    } finally {
      await opened.close();
      await lab.close();
    }
  });
});
