import type { PanelName } from "@quayside/shared-ui/app/mount-panel.tsx";
import { PanelSkeleton } from "@quayside/shared-ui/app/panel-skeleton.tsx";
import { useLate } from "@quayside/shared-ui/controls/use-late.ts";
import type { BackendState } from "./backend-connection.ts";
import { hashOf } from "./routes.ts";

// What stands in the place of a panel.

export function NoLogs() {
  return (
    <main class="plain">
      <h1>No container is chosen</h1>
      <p class="muted">Its logs open here when you choose “Logs” at a container.</p>
      <p>
        <a class="btn" href={hashOf({ panel: "containers" })}>
          Choose a container
        </a>
      </p>
    </main>
  );
}

export function OtherVersion() {
  return (
    <main class="plain">
      <h1>Quayside was updated</h1>
      <p role="alert">This page and Quayside’s backend are of different versions.</p>
      <p>
        <button type="button" class="btn" onClick={() => location.reload()}>
          Load the new page
        </button>
      </p>
      <p class="muted">If that does not help, leave this tab and come back, or restart Docker Desktop.</p>
    </main>
  );
}

const waitsForBackend = {
  begun: "Waiting for Quayside’s backend, which starts together with the extension. That can take a moment.",
  again: "Quayside’s backend has restarted. Connecting again.",
};

/** A skeleton is enough for what takes a moment; what fails for longer is said. */
export function Connecting({
  state,
  panel,
}: {
  state: Extract<BackendState, { kind: "connecting" }>;
  panel: PanelName;
}) {
  const late = useLate();
  if (!late || state.tries === 0)
    return (
      <div class="mount">
        <PanelSkeleton panel={panel} waitsFor={state.again ? waitsForBackend.again : waitsForBackend.begun} />
      </div>
    );
  return (
    <main class="plain">
      <h1>Quayside’s backend does not answer</h1>
      <p class="muted" role="status">
        It starts together with the extension, which can take a moment. Quayside tries again by itself.
      </p>
      <code class="muted">{state.detail}</code>
    </main>
  );
}
