// Node finds no named exports in the package's CommonJS; its ES module has no types of its own.
declare module "@xterm/headless/lib-headless/xterm-headless.mjs" {
  export * from "@xterm/headless";
}
declare module "@xterm/addon-serialize/lib/addon-serialize.mjs" {
  export * from "@xterm/addon-serialize";
}
