import type { TerminalExit, TerminalSession } from "@quayside/core/model/terminal.ts";
import { until } from "../lab/waiting.ts";

/** What comes out of a terminal, as a person would wait for it. */
export class Screen {
  bytes = Buffer.alloc(0);
  exit: TerminalExit | undefined;

  constructor(readonly session: TerminalSession) {
    session.onExit((exit) => {
      this.exit = exit;
    });
    session.onData((data) => {
      this.bytes = Buffer.concat([this.bytes, data]);
    });
  }

  get text(): string {
    return this.bytes.toString("utf8");
  }
  type(text: string): void {
    this.session.write(Buffer.from(text));
  }
  shows(pattern: RegExp): Promise<RegExpExecArray> {
    const found = () => pattern.exec(this.text) ?? undefined;
    return until(found, { what: `${pattern} in ${JSON.stringify(this.text)}`, withinMs: 20_000 });
  }
  ends(): Promise<TerminalExit> {
    return until(() => this.exit, { what: `the end, after ${JSON.stringify(this.text)}`, withinMs: 20_000 });
  }
}
