import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Small files of many steps: begun last, one of them would go on alone for minutes. */
const LONG = ["test/parity/parity.test.ts", "test/desktop/desktop.test.ts", "test/vscode/pictures.test.ts"];

const place = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((name) => moduleId.endsWith(name));
  return at === -1 ? LONG.length : at;
};

/** On a fresh machine nothing is known of the time that a file takes, and vitest goes by its size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
