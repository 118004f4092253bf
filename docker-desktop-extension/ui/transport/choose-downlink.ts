import type { DesktopClient } from "../desktop.ts";
import type { Downlink } from "./downlink.ts";
import { FirstThatWorks } from "./first-that-works.ts";
import { PollDownlink } from "./poll-downlink.ts";
import type { ServiceCalls } from "./service-calls.ts";
import { StreamDownlink } from "./stream-downlink.ts";

/** DUPLEX.md has the measurements behind the order. */
export function chooseDownlink(client: DesktopClient, calls: ServiceCalls): Downlink {
  const poll = new PollDownlink(calls);
  const exec = client.extension.vm?.cli?.exec;
  return exec === undefined ? poll : new FirstThatWorks([poll, new StreamDownlink(exec)]);
}
