import { type Disposable, disposable } from "@quayside/core/lifetime/disposable.ts";
import { Emitter } from "@quayside/core/lifetime/emitter.ts";
import type { Transport } from "@quayside/core/panel/transport.ts";
import type * as vscode from "vscode";

/** Core's end of VS Code's channel to a page. It ends when the page is hidden or closed, since its page is gone then. */
export function webviewTransport(webview: vscode.Webview): Transport {
  const messages = new Emitter<unknown>();
  const ends = new Emitter<void>();
  const listening: Disposable = webview.onDidReceiveMessage((message: unknown) => messages.fire(message));
  const end = disposable(() => {
    listening.dispose();
    ends.fire();
    messages.dispose();
    ends.dispose();
    ended = true;
  });
  let ended = false;
  return {
    send(message) {
      if (!ended) void webview.postMessage(message);
    },
    onMessage: messages.event,
    onEnd: ends.event,
    dispose: () => end.dispose(),
  };
}
