// Texts that stand out too little from what is behind them, as far as the elements around them say so.
() => {
  const NORMAL = 4.5, LARGE = 3, SLACK = 0.005;
  const found = new Set();
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const parts = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  };
  const over = (top, under) => [0, 1, 2].map((place) => top[place] * top[3] + under[place] * (1 - top[3]));
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
  const page = getComputedStyle(document.documentElement);
  const paper = parts(page.backgroundColor)[3] ? parts(page.backgroundColor) : parts(getComputedStyle(document.body).backgroundColor);
  const behind = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.backgroundImage.includes("url(") || style.opacity !== "1") return null;
      const colour = parts(style.backgroundColor);
      if (colour[3]) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), over(paper, [255, 255, 255]));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest("script, style, option, svg, .vh, :disabled, [aria-disabled=true]")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const ground = behind(element);
    if (!ground) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize), heavy = Number(style.fontWeight) >= 700;
    const least = size >= 24 || (heavy && size >= 18.66) ? LARGE : NORMAL;
    const has = ratio(over(parts(style.color), ground), ground);
    if (has < least - SLACK) found.add(`contrast ${has.toFixed(2)}: ${element.tagName.toLowerCase()}.${element.className} "${texts.currentNode.data.trim().slice(0, 40)}" ${style.color}`);
  }
  return [...found];
}
