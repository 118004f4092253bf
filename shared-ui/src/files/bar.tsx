import { useRef } from "preact/hooks";
import { Button, IconButton } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { shownName } from "./facts.ts";
import type { FilesModel } from "./files-model.ts";
import { NameField } from "./name-field.tsx";
import { strings } from "./strings.ts";

/** Where one is, each part of it a way back, and what can be done there. */
export function Bar({ model }: { model: FilesModel }) {
  const input = useRef<HTMLInputElement>(null);
  const path = model.path.value;
  const naming = model.naming.value;
  const begin = (kind: "file" | "directory") => () => {
    model.naming.value = { kind };
  };
  return (
    <>
      <div class="bar files-bar">
        <IconButton icon="up" label={strings.up} onClick={() => model.up()} />
        <Crumbs model={model} path={path} />
        <span class="grow" />
        <Button small icon="file" class="hide-560" onClick={begin("file")}>
          {strings.newFile}
        </Button>
        <Button small icon="folder" class="hide-560" onClick={begin("directory")}>
          {strings.newFolder}
        </Button>
        <span class="only-narrow">
          <IconButton icon="file" label={strings.newFile} onClick={begin("file")} />
          <IconButton icon="folder" label={strings.newFolder} onClick={begin("directory")} />
        </span>
        <Button
          small
          icon="upload"
          onClick={() => (model.options.opensFiles ? void model.upload() : input.current?.click())}
        >
          {strings.upload}
        </Button>
        <IconButton icon="restart" label={strings.refresh} onClick={() => void model.read()} />
        <input
          type="file"
          multiple
          hidden
          ref={input}
          aria-label={strings.upload}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            // The same one may be chosen again.
            event.currentTarget.value = "";
            void model.transfers.upload(files, path);
          }}
        />
      </div>
      {naming === undefined || naming.kind === "rename" ? null : (
        <div class="bar new-name">
          <Icon name={naming.kind === "directory" ? "folder" : "file"} />
          <NameField
            model={model}
            label={naming.kind === "directory" ? strings.newFolderName : strings.newFileName}
            name=""
          />
        </div>
      )}
    </>
  );
}

function Crumbs({ model, path }: { model: FilesModel; path: string }) {
  const parts = path.split("/").filter((part) => part !== "");
  const to = (count: number): string => `/${parts.slice(0, count).join("/")}`;
  return (
    <nav class="crumbs" aria-label={strings.path}>
      <ol>
        <li>
          <button type="button" aria-current={parts.length === 0 ? "page" : undefined} onClick={() => model.go("/")}>
            {strings.root}
          </button>
        </li>
        {parts.map((part, index) => (
          <li key={to(index + 1)}>
            {index === 0 ? null : <span aria-hidden="true">/</span>}
            <button
              type="button"
              aria-current={index === parts.length - 1 ? "page" : undefined}
              onClick={() => model.go(to(index + 1))}
            >
              <bdi>{shownName(part)}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
