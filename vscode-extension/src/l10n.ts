/** VS Code's `l10n.t`, handed to what must run without VS Code too. Call it by the name `t`: a test collects its texts. */
export type Translate = (message: string, ...args: (string | number)[]) => string;
