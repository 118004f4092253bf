import * as vscode from "vscode";

/** Milliseconds after which a person wonders whether anything goes on. */
const SLOW = 600;

/** Runs it, with a notification to cancel it by when it takes long. */
export async function cancellable<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const running = work(controller.signal);
  // Whoever called hears of a failure; here only the end counts.
  const ended = running.then(
    () => true,
    () => true,
  );
  if (await Promise.race([ended, wait(SLOW, ended)])) return running;
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (_progress, token) => {
    token.onCancellationRequested(() => controller.abort());
    await ended;
  });
  return running;
}

function wait(milliseconds: number, end: Promise<unknown>): Promise<false> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    void end.then(() => clearTimeout(timer));
  });
}
