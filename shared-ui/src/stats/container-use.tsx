import { useEffect, useLayoutEffect, useMemo } from "preact/hooks";
import type { PageProps } from "../container/page.ts";
import { visibleText } from "../text/visible-text.ts";
import { RecordingLine } from "./recording-line.tsx";
import { RecordingModel } from "./recording-model.ts";
import { isAlive } from "./scope.ts";
import { strings } from "./strings.ts";
import { UseModel } from "./use-model.ts";
import { UseSection } from "./use-section.tsx";

/** What one container uses, on its page: it goes on when it is created anew under its name. */
export function ContainerUse({ page, container }: PageProps) {
  const { host, id, name } = container;
  const kept = useMemo(() => page.remembered("use"), [page]);
  const use = useMemo(
    () => new UseModel(page.api, page.clock, kept.get()),
    // Another name is another picture, and another page.
    [page, kept],
  );
  const recording = useMemo(() => new RecordingModel(page.api), [page]);
  useEffect(() => {
    const over = new AbortController();
    void recording.follow(over.signal);
    return () => over.abort();
  }, [recording]);
  const { standing, host: on } = page.followed.value;
  // While its host is away it may go on: that it has ended is not known.
  const runs = (standing === "here" || standing === "away") && isAlive(container);
  useLayoutEffect(() => {
    use.watch({ kind: "container", host, name }, runs ? [{ host, id }] : []);
  }, [use, host, id, name, runs]);
  useLayoutEffect(() => {
    const onVisibility = (): void => use.show(document.visibilityState === "visible");
    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    const clock = setInterval(() => use.tick(), 1_000);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      clearInterval(clock);
      use.dispose();
    };
  }, [use]);
  const machine = on?.state.kind === "online" ? on.state.machine : undefined;
  const absence = [...use.updates.value.values()][0]?.absence;
  const note =
    container.state === "paused" && runs
      ? strings.containerPaused(visibleText(name))
      : absence?.kind === "refused"
        ? visibleText(`${absence.error.title}. ${absence.error.sentence}`)
        : absence?.kind === "waiting"
          ? strings.absence("waiting")
          : undefined;
  return (
    <UseSection
      use={use}
      charts={page.charts}
      title={strings.use}
      what={visibleText(name)}
      cores={machine?.cpus}
      note={note ?? (runs ? undefined : strings.notRunning(visibleText(name)))}
      onChange={() => kept.set(use.settings)}
      after={<RecordingLine recording={recording} host={host} hostName={visibleText(on?.name ?? host)} />}
    />
  );
}
