/**
 * xterm writes its sheets into <style> elements and colours into `style` attributes, both of which a strict policy
 * refuses to a page; the same through the object model is allowed. From here on `page.createElement` makes elements
 * that take that way. (xterm's option `documentOverride` reaches neither its rows nor its scroll bars.) The panels'
 * own elements are made by createElementNS. Call what it returns to undo it.
 */
export function strictStyles(page: Document): () => void {
  const createElement = (name: string): HTMLElement =>
    name === "style" ? adoptedStyle(page) : styledByScript(create(page, name));
  Object.defineProperty(page, "createElement", { value: createElement, configurable: true });
  // What lies beneath is the prototype's own.
  return () => void Reflect.deleteProperty(page, "createElement");
}

const create = (page: Document, name: string): HTMLElement => Document.prototype.createElement.call(page, name);

/** Stands for a <style>: its text becomes a sheet of the page until it is removed. */
function adoptedStyle(page: Document): HTMLElement {
  const element = create(page, "template");
  const sheet = new CSSStyleSheet();
  page.adoptedStyleSheets.push(sheet);
  let text = "";
  Object.defineProperty(element, "textContent", {
    get: () => text,
    set: (value: string) => {
      text = value;
      sheet.replaceSync(value);
    },
  });
  element.remove = () => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
}

function styledByScript(element: HTMLElement): HTMLElement {
  element.setAttribute = (name, value) => {
    if (name === "style") element.style.cssText = value;
    else Element.prototype.setAttribute.call(element, name, value);
  };
  return element;
}
