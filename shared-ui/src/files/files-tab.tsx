import { useLayoutEffect, useMemo } from "preact/hooks";
import type { PageProps } from "../container/page.ts";
import { FilesModel } from "./files-model.ts";
import { FilesView } from "./files-view.tsx";

/** The files within the page of a container. Where one was is remembered for each by its name. */
export function FilesTab({ page, container: { host, name, state } }: PageProps) {
  const model = useMemo(() => {
    const input = { place: { host, kind: "container", name } } as const;
    return new FilesModel(page.api, page.remembered("files"), input, { now: page.clock, opensFiles: page.opensFiles });
  }, [page, host, name]);
  useLayoutEffect(() => () => model.dispose(), [model]);
  // Started or stopped it is read in another way.
  useLayoutEffect(() => void model.read(), [model, state]);
  return <FilesView model={model} />;
}
