// What is wrong with a page at its present width: overflow, small targets and texts, names, headings, ids.
() => {
  const LEAST_TARGET = 24, LEAST_TEXT = 12, SLACK = 0.5;
  const found = new Set();
  const short = (element) => `${element.tagName.toLowerCase()}.${element.className.baseVal ?? element.className} "${(element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".vh");
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    found.add(`page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
    for (const element of document.querySelectorAll("body *")) {
      const box = element.getBoundingClientRect();
      if (box.right > root.clientWidth + 1 && seen(element) && !element.closest(".scroll, .nav, .seg, .plot-box, [role=region]")) found.add(`wide: ${short(element)} to ${Math.round(box.right)}`);
    }
  }
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, label:has(input.vh)")) {
    if (!seen(element)) continue;
    const box = (element.matches("input[type=radio], input[type=checkbox]") && element.closest("label") || element).getBoundingClientRect();
    const inLine = getComputedStyle(element).display === "inline" && element.closest("p, li, dd, td, th, span, small, h1, h2, h3, caption, div");
    if (box.width && !inLine && (box.width < LEAST_TARGET - SLACK || box.height < LEAST_TARGET - SLACK)) found.add(`target ${box.width.toFixed(1)}x${box.height.toFixed(1)}: ${short(element)}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !seen(element) || element.closest("script, option, svg")) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < LEAST_TEXT) found.add(`small text: ${short(element)}`);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.labels?.length && !field.ariaLabel && !field.getAttribute("aria-labelledby")) found.add(`no label: ${field.name}`);
  }
  for (const element of document.querySelectorAll("a[href], button, summary")) {
    if (!element.textContent.trim() && !element.ariaLabel) found.add(`no name: ${element.outerHTML.slice(0, 80)}`);
  }
  let last = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    if (heading.closest(".errors, dialog")) continue; // A summary of errors stands above the h1; a dialog is a page of its own.
    if (level > last + 1) found.add(`heading jumps to ${short(heading)}`);
    last = level;
  }
  if (document.querySelectorAll("h1").length !== 1) found.add(`${document.querySelectorAll("h1").length} h1`);
  if (document.querySelectorAll("main").length !== 1) found.add("not one main");
  if (!root.lang) found.add("no language");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) found.add(`id twice: ${id}`);
  return [...found];
}
