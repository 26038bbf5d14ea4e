// Which texts are cut off only with the spacing that a reader may ask for (WCAG 1.4.12).
() => {
  const SLACK = 2;
  const cut = () => {
    const found = new Map();
    for (const element of document.querySelectorAll("body *")) {
      const style = getComputedStyle(element);
      const hides = (value) => value === "hidden" || value === "clip";
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(".vh, svg, .plot-box, script")) continue;
      if (element.clientHeight <= 1 || element.closest("thead")?.clientHeight <= 1) continue; // Only for those who listen.
      if (!element.textContent.trim() || !(hides(style.overflowX) || hides(style.overflowY))) continue;
      const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + SLACK;
      const high = hides(style.overflowY) && element.scrollHeight > element.clientHeight + SLACK;
      if (wide || high) found.set(element, `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}" ${element.scrollWidth}x${element.scrollHeight} in ${element.clientWidth}x${element.clientHeight}`);
    }
    return found;
  };
  const root = document.documentElement;
  const fits = root.scrollWidth <= root.clientWidth;
  const before = cut();
  const sheet = new CSSStyleSheet(); // The content policy allows no style element.
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }");
  document.adoptedStyleSheets = [sheet];
  const found = [...cut()].filter(([element]) => !before.has(element)).map(([, words]) => words);
  if (fits && root.scrollWidth > root.clientWidth) found.push(`page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
  document.adoptedStyleSheets = [];
  return found;
}
