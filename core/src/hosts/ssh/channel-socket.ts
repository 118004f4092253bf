import { Duplex } from "node:stream";
import type { ClientChannel } from "ssh2";

/**
 * An SSH channel as Node's HTTP takes it. ssh2's own `destroy` waits until the other side has closed the channel, which
 * a frozen host never does; and HTTP asks a few things of a socket that mean nothing to a channel.
 */
export class ChannelSocket extends Duplex {
  readonly #channel: ClientChannel;

  constructor(channel: ClientChannel) {
    super();
    this.#channel = channel;
    channel.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.on("end", () => this.push(null));
    channel.on("error", (error: Error) => this.destroy(error));
    channel.on("close", () => {
      this.push(null);
      // What was read is handed out first.
      if (this.readableEnded) this.destroy();
      else this.once("end", () => this.destroy());
    });
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#channel.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#channel.close();
    done(error);
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
