/* grid.js - many readings at once: a block pasted from a spreadsheet fills the cells from here on, and the
   arrow keys move between cells. Without it every cell is a plain field. */
(() => {
  const table = document.querySelector("[data-grid]");
  if (!table) return;
  const rows = () => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  const place = (cell) => {
    const all = rows();
    const down = all.findIndex((row) => row.includes(cell));
    return [all, down, all[down].indexOf(cell)];
  };
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\t\n]/.test(text) || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const [all, down, across] = place(event.target);
    text.split("\n").forEach((line, y) => line.split("\t").forEach((value, x) => {
      const cell = all[down + y]?.[across + x];
      if (cell) cell.value = value.trim();
    }));
  });
  table.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    if (!step || event.target.tagName !== "INPUT" || event.ctrlKey || event.metaKey) return;
    const [all, down, across] = place(event.target);
    const next = all[down + step]?.[across];
    if (!next && event.key !== "Enter") return;
    event.preventDefault();
    (next || event.target).select();
    next?.focus();
  });
})();
