import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { FailedState } from "../controls/failed-state.tsx";
import { blank } from "./blank.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import type { ContainersModel } from "./containers-model.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Head } from "./head.tsx";
import { ContainersLoading } from "./loading.tsx";
import { Notices } from "./notices.tsx";
import { QuestionSheet } from "./question-sheet.tsx";
import { RowMenu } from "./row-menu.tsx";
import { nothingSelected } from "./selection.ts";
import { Table } from "./table.tsx";
import { TableController } from "./table-controller.ts";

export function ContainersPanel({ model }: { model: ContainersModel }) {
  const controller = useMemo(() => new TableController(model), [model]);
  const input = useRef<HTMLInputElement>(null);
  // Preact puts the end of other effects off until after a paint, which a page that is left doesn't have.
  useLayoutEffect(() => {
    void model.follow();
    return () => model.dispose();
  }, [model]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement;
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      } else if (event.key === "Escape" && !typing) model.select(nothingSelected);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [model]);

  useEffect(() => {
    const onVisibility = (): void => model.usage.show(document.visibilityState === "visible");
    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    return () => document.removeEventListener("visibilitychange", onVisibility);
  }, [model]);

  const inventory = model.inventory.value;
  const failure = model.failure.value;
  const question = model.actions.question.value;
  return (
    <main class="panel p-containers">
      <Head model={model} />
      {inventory?.hosts.size === 0 ? null : (
        <FilterBar model={model} input={input} onLeave={() => controller.view?.focusRow(0)} />
      )}
      <Notices model={model} />
      {inventory !== undefined ? (
        (blank(model, inventory) ?? <Table model={model} controller={controller} />)
      ) : failure === undefined ? (
        <ContainersLoading />
      ) : (
        <FailedState error={failure} onTryAgain={() => void model.follow()} />
      )}
      <BulkBar model={model} controller={controller} />
      <RowMenu model={model} controller={controller} />
      {question === undefined ? null : <QuestionSheet actions={model.actions} question={question} />}
    </main>
  );
}
