/**
 * Runs in a page: each text that is seen there and can't be read, by WCAG's contrast of what was really drawn: 4.5, and
 * 3 where the text is large. What is disabled is left out, as WCAG has it.
 */
export function unreadableTexts(): string[] {
  // Not in functions with a name: a runner may mark such with a helper that the page doesn't have.
  type Colour = [number, number, number, number];
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  const tools = {
    /** Whatever CSS writes, as the browser would paint it. */
    colour(css: string): Colour {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = css;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    },
    over([red, green, blue, alpha]: Colour, ground: Colour): Colour {
      const mixed = [red, green, blue].map((value, index) => value * alpha + (ground[index] ?? 0) * (1 - alpha));
      return [mixed[0] ?? 0, mixed[1] ?? 0, mixed[2] ?? 0, 1];
    },
    luminance(colour: Colour): number {
      const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    },
    /** What lies behind the text of this element, and how much of it the text itself lets through. */
    ground(element: Element): { ground: Colour; opacity: number } {
      const layers: Colour[] = [];
      let opacity = 1;
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        opacity *= Number(style.opacity);
        layers.push(tools.colour(style.backgroundColor));
        if (layers.at(-1)?.[3] === 1) break;
      }
      return {
        ground: layers.reduceRight<Colour>((below, layer) => tools.over(layer, below), [255, 255, 255, 1]),
        opacity,
      };
    },
  };
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (element === null || text === "" || element.closest(":disabled, [aria-disabled=true], script, style") !== null)
      continue;
    const { width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1 || !element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }))
      continue;
    const style = getComputedStyle(element);
    const { ground, opacity } = tools.ground(element);
    const [red, green, blue, alpha] = tools.colour(style.color);
    const shown = tools.over([red, green, blue, alpha * opacity], ground);
    const [one, other] = [tools.luminance(shown), tools.luminance(ground)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5))
      found.push(
        `${ratio.toFixed(2)} “${text.slice(0, 40)}” ${element.className} rgb(${shown.slice(0, 3).map(Math.round)}) on rgb(${ground.slice(0, 3).map(Math.round)})`,
      );
  }
  return [...new Set(found)];
}
