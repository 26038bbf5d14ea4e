/* Keys in the practice that has the focus: n p l f rate it, d is don't know, x does not apply, arrows move. */
(() => {
  "use strict";
  const { typing, keysOn } = window.gradino;
  const RATING = { n: "N", p: "P", l: "L", f: "F", d: "DK", x: "NA" };
  const STEP = { ArrowDown: 1, ArrowUp: -1 };

  const move = (row, step) => {
    const rows = [...document.querySelectorAll("[data-practice]")];
    const next = rows[rows.indexOf(row) + step];
    if (!next) return;
    (next.querySelector("[name=rating]:checked") ?? next.querySelector("[name=rating]"))?.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-practice]") : null;
    if (!row || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysOn()) return;
    if (event.key in STEP) {
      event.preventDefault();
      move(row, STEP[event.key]);
      return;
    }
    const choice = row.querySelector(`[name=rating][value="${RATING[event.key.toLowerCase()] ?? ""}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    choice.click();
    if (choice.value === "NA") row.querySelector("[name=reason]")?.focus();
  });
})();
