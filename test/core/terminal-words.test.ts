import { commandLine, parseCommandLine } from "@quayside/core/model/command-line.ts";
import { detachBytes, detachKeysProblem } from "@quayside/core/model/detach-keys.ts";
import {
  checkRequest,
  directoryProblem,
  environmentProblem,
  userProblem,
} from "@quayside/core/model/terminal-request.ts";
import { describe, expect, test } from "vitest";

describe("a command as people type it", () => {
  test.each([
    ["", []],
    ["  top  -b ", ["top", "-b"]],
    ["sh -c 'echo \"$HOME\" | wc'", ["sh", "-c", 'echo "$HOME" | wc']],
    ['a "b c" d\\ e', ["a", "b c", "d e"]],
    ["say \"\" ''", ["say", "", ""]],
    ['"a \\"b\\" \\$c \\n"', ['a "b" $c \\n']],
    ["a'b'\"c\"d", ["abcd"]],
    ["rm -rf $HOME/* ; reboot && `x` > y", ["rm", "-rf", "$HOME/*", ";", "reboot", "&&", "`x`", ">", "y"]],
    ["a\tb\nc", ["a", "b", "c"]],
  ])("%j is %j", (text, words) => {
    expect(parseCommandLine(text)).toEqual({ words });
  });

  test.each(["echo 'a", 'echo "a', "echo a\\", "'' a"])("%j is none, and it is said why", (text) => {
    expect(parseCommandLine(text)).toEqual({ problem: expect.stringMatching(/\.$/) });
  });

  test("comes back from its words as it was meant", () => {
    const words = ["sh", "-c", 'echo "it\'s" $((1+1)) > /tmp/x', "", "größe", "a\\b", "*"];
    expect(parseCommandLine(commandLine(words))).toEqual({ words });
  });
});

describe("detach keys", () => {
  test.each([
    ["ctrl-p,ctrl-q", [16, 17]],
    ["ctrl-@", [0]],
    ["CTRL-A, x", [1, 120]],
    ["ctrl-\\,ctrl-]", [28, 29]],
  ])("%j", (keys, bytes) => {
    expect(detachBytes(keys)).toEqual(bytes);
    expect(detachKeysProblem(keys)).toBeUndefined();
  });

  test.each([
    "",
    ",",
    "ctrl-",
    "ctrl-1",
    "ctrl-pp",
    "strg-p",
    "ctrl-p,",
    "ü",
    "a,b,c,d,e,f,g,h,i",
  ])("%j are none", (keys) => {
    expect(detachKeysProblem(keys)).toMatch(/^Detach keys are/);
  });
});

describe("what a terminal is asked for", () => {
  test("is a user, a directory and an environment of the kind that engines take", () => {
    for (const user of ["root", "0", "1000:1000", "www-data", "app:staff"]) expect(userProblem(user)).toBeUndefined();
    for (const user of ["", "a b", "a:b:c", "/etc", ":0", "a\n"]) expect(userProblem(user)).toBeDefined();
    expect(directoryProblem("/srv/my app")).toBeUndefined();
    for (const directory of ["", "srv", "../etc", "/a\0b"]) expect(directoryProblem(directory)).toBeDefined();
    for (const entry of ["A=", "LANG=C.UTF-8", "a.b=c=d"]) expect(environmentProblem(entry)).toBeUndefined();
    for (const entry of ["", "A", "=b", "A\n=b", "A=b\0"]) expect(environmentProblem(entry)).toBeDefined();
  });

  test.each([
    [{ kind: "exec", command: [] }, "command"],
    [{ kind: "exec", command: ["", "a"] }, "command"],
    [{ kind: "exec", user: "a b" }, "user"],
    [{ kind: "exec", directory: "srv" }, "directory"],
    [{ kind: "exec", environment: ["A=1", "B"] }, "environment"],
    [{ kind: "attach", detachKeys: "ctrl-" }, "detachKeys"],
  ] as const)("%j is refused by its field", (request, field) => {
    expect(() => checkRequest(request)).toThrow(expect.objectContaining({ name: "InvalidInput", field }));
  });
});
