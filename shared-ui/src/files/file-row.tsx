import type { ContainerFile } from "@quayside/core/model/container-file.ts";
import { Cell } from "../containers/cell.tsx";
import { IconButton } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { bytes } from "../text/bytes.ts";
import { clockTime } from "../text/clock-time.ts";
import { isDirectory, modeText, ownerText, shownName } from "./facts.ts";
import type { FilesModel } from "./files-model.ts";
import { NameField } from "./name-field.tsx";
import { strings } from "./strings.ts";

interface Props {
  readonly model: FilesModel;
  readonly file: ContainerFile;
  readonly id: string;
  readonly index: number;
  readonly top: number;
}

export function FileRow({ model, file, id, index, top }: Props) {
  const naming = model.naming.value;
  const renaming = naming?.kind === "rename" && naming.path === file.path;
  const isActive = model.active.value === file.path;
  const gone = file.change === "deleted";
  const name = shownName(file.name);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its row
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys
    // biome-ignore lint/a11y/useSemanticElements: a table's own elements can't lie at a height of their own
    <div
      class={`fr row ${isActive ? "is-sel" : ""} ${gone ? "gone" : ""} ${renaming ? "front" : ""}`}
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => {
        model.active.value = file.path;
      }}
      onDblClick={() => model.open(file)}
    >
      <Cell class="ico">
        <Icon name={isDirectory(file) ? "folder" : file.kind === "link" ? "link" : "file"} />
        <span class="sr">{strings.kinds[file.kind]}</span>
      </Cell>
      <Cell class="f-name">
        {renaming ? (
          <NameField model={model} label={strings.newName(name)} name={file.name} />
        ) : (
          <>
            {gone ? (
              <bdi>{name}</bdi>
            ) : (
              <button type="button" class="as-name" tabIndex={-1} onClick={() => model.open(file)}>
                <bdi>{name}</bdi>
              </button>
            )}
            <Target file={file} />
          </>
        )}
      </Cell>
      <Cell class={`f-mark mark-${file.change ?? "none"}`}>
        {file.change === undefined ? null : (
          <span title={strings.marks[file.change]}>
            <span aria-hidden="true">{strings.letters[file.change]}</span>
            <span class="sr">{strings.marks[file.change]}</span>
          </span>
        )}
      </Cell>
      <Cell class="f-size">{gone || isDirectory(file) || file.kind === "link" ? "" : bytes(file.size)}</Cell>
      <Cell class="f-mode mono hide-760">{gone ? "" : modeText(file)}</Cell>
      <Cell class="f-owner hide-760" {...ownerTitle(file)}>
        {gone ? "" : shownName(ownerText(file))}
      </Cell>
      <Cell class="f-time hide-560">{gone ? "" : clockTime(file.modified, model.options.now())}</Cell>
      {gone || renaming ? null : <RowActions model={model} file={file} />}
    </div>
  );
}

function ownerTitle({ uid, gid }: ContainerFile): { readonly title?: string } {
  return uid === undefined ? {} : { title: `${uid}:${gid ?? ""}` };
}

function Target({ file: { kind, target, targetKind } }: { file: ContainerFile }) {
  if (kind !== "link" || target === undefined) return null;
  return (
    <span class={`f-target ${targetKind === undefined ? "nowhere" : ""}`}>
      <bdi>{strings.leadsTo(shownName(target))}</bdi>
      {targetKind === undefined ? ` (${strings.leadsNowhere})` : ""}
    </span>
  );
}

/** For the pointer; keys do the same: see `FileTable`. */
function RowActions({ model, file }: { model: FilesModel; file: ContainerFile }) {
  const may = model.mayNot(file) === undefined;
  // Of a directory a page could only make an archive; the home's dialogs write it as it is.
  const loads = model.options.opensFiles || file.kind === "file" || file.targetKind === "file";
  const act =
    (run: () => void) =>
    (event: MouseEvent): void => {
      event.stopPropagation();
      run();
    };
  return (
    <span class="acts">
      {loads ? (
        <IconButton icon="download" label={strings.download} pointerOnly onClick={act(() => model.download(file))} />
      ) : null}
      {may ? (
        <>
          <IconButton
            icon="edit"
            label={strings.rename}
            pointerOnly
            onClick={act(() => {
              model.naming.value = { kind: "rename", path: file.path };
            })}
          />
          <IconButton icon="trash" label={strings.remove} pointerOnly onClick={act(() => void model.remove(file))} />
        </>
      ) : null}
    </span>
  );
}
