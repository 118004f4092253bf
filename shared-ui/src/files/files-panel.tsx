import { useLayoutEffect } from "preact/hooks";
import { EmptyState } from "../controls/empty-state.tsx";
import { visibleText } from "../text/visible-text.ts";
import { shownName } from "./facts.ts";
import type { FilesModel } from "./files-model.ts";
import { FilesView } from "./files-view.tsx";
import { strings } from "./strings.ts";

export function FilesPanel({ model }: { model: FilesModel }) {
  // Preact puts the end of other effects off until after a paint, which a page that is left doesn't have.
  useLayoutEffect(() => {
    void model.read();
    return () => model.dispose();
  }, [model]);
  return (
    <main class="panel p-files">
      <Head model={model} />
      {model.input === undefined ? (
        <EmptyState icon="files" title={strings.noneTitle} sentence={strings.noneSentence} />
      ) : (
        <FilesView model={model} />
      )}
    </main>
  );
}

function Head({ model }: { model: FilesModel }) {
  const { input } = model;
  const page = model.page.value;
  return (
    <header class="head">
      <h1>{input === undefined ? strings.title : strings.of(shownName(input.place.name))}</h1>
      {input?.hostName === undefined ? null : (
        <span class="sum hide-560">{strings.onHost(visibleText(input.hostName))}</span>
      )}
      {page === undefined ? null : <span class="sum">{strings.items(page.total)}</span>}
    </header>
  );
}
