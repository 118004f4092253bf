/** Shows a long text over the page until it is closed: text nodes only, since it comes from strangers. */
export function showText(page: Document, title: string, text: string): void {
  const dialog = page.createElement("dialog");
  dialog.className = "reader";
  dialog.setAttribute("aria-label", title);
  const heading = page.createElement("h1");
  heading.className = "t grow";
  heading.textContent = title;
  const close = page.createElement("button");
  close.type = "button";
  close.className = "btn sec";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  const header = page.createElement("header");
  header.append(heading, close);
  const content = page.createElement("pre");
  content.tabIndex = 0;
  content.textContent = text;
  dialog.append(header, content);
  dialog.addEventListener("close", () => dialog.remove());
  page.body.append(dialog);
  dialog.showModal();
}
