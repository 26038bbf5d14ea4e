// What has the focus: its words, whether a ring is seen around it, and whether something covers all of it.
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const shown = element.matches("input.vh") ? element.closest("label") : element;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  // A field for a day or a month has parts of its own, which the browser rings by itself.
  const parts = element.matches("input[type=date], input[type=month]");
  const ring = parts || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
  const open = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (shown.contains(top) || top.contains(shown));
  });
  const name = `${element.tagName.toLowerCase()}#${element.id}.${element.className} "${(element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  return { name, ring, open, parts, skip: element.matches(".skip"), main: element.id === "main", key: `${name} ${element.value ?? ""} ${element.href ?? ""}` };
}
