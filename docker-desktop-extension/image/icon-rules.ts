/** Docker Desktop draws it as a picture of its own, small, on light and on dark: nothing around it gives it a colour. */
export function iconProblems(svg: string): string[] {
  const [tag, box] = /^\s*(?:<\?xml[^>]*>\s*)?<svg\b[^>]*?\bviewBox="([^"]*)"[^>]*>/.exec(svg) ?? [];
  if (tag === undefined || box === undefined) return ["The icon is no SVG with a viewBox."];
  const [, , width, height] = box.trim().split(/[\s,]+/);
  const rules: readonly (readonly [isKept: boolean, problem: string])[] = [
    [
      /\sxmlns="http:\/\/www\.w3\.org\/2000\/svg"/.test(tag),
      "lacks the namespace of SVG, without which no picture is drawn",
    ],
    [width === height, "is not square"],
    [!/currentColor|prefers-color-scheme|<style\b|\bvar\(/i.test(svg), "takes its colours from around it"],
    [!/<script\b|<foreignObject\b|\son\w+\s*=/i.test(svg), "has something in it that acts"],
    [!/\b(?:href|src)\s*=\s*"(?!#)|url\(\s*["']?(?!#)/i.test(svg), "needs another file"],
  ];
  return rules.flatMap(([isKept, problem]) => (isKept ? [] : [`The icon ${problem}.`]));
}
