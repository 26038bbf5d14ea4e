/* Keys in the practice that has the focus: n p l f rate it, d is don't know, x does not apply, arrows or j k move;
   1 to 5 place the area. Also the lines of evidence, which a page without this script shows all the same. */
(() => {
  "use strict";
  const { typing, keysOn } = window.gradino;
  const RATING = { n: "N", p: "P", l: "L", f: "F", d: "DK", x: "NA" };
  const STEP = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };
  const choices = (row) => [...row.querySelectorAll('input[type=radio][name$="rating"]')];

  const move = (row, step) => {
    const rows = [...document.querySelectorAll("[data-practice]")].filter((one) => one.checkVisibility());
    const next = row ? rows[rows.indexOf(row) + step] : rows[0];
    const more = !next && step > 0 && document.querySelector("details.others:not([open])");
    if (more) { more.open = true; move(row, step); }
    if (!next) return;
    const radios = choices(next);
    (radios.find((radio) => radio.checked) ?? radios[0])?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  const choose = (radio) => {
    if (!radio || radio.disabled) return false;
    radio.focus();
    radio.click();
    return true;
  };

  const rate = (row, key) => {
    const own = choices(row).find((radio) => radio.value === RATING[key]) ?? null;
    if (!choose(own)) return false;
    if (own.value === "NA") row.querySelector('[name$="reason"]')?.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysOn() || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const row = event.target instanceof Element ? event.target.closest("[data-practice]") : null;
    let done = false;
    if (key in STEP && (row || key.length === 1)) { move(row, STEP[key]); done = true; }
    else if (row && key in RATING) done = rate(row, key);
    else if (/^[1-9]$/.test(key)) done = choose(document.querySelector(`input[name="a.placing"][value="${key}"]`));
    if (done) event.preventDefault();
  });

  const tell = (line) => line.dispatchEvent(new Event("gradino:changed", { bubbles: true }));
  let made = 0;
  document.querySelectorAll("[data-add], [data-remove]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    const add = event.target.closest?.("[data-add]");
    const remove = event.target.closest?.("[data-remove]");
    if (add) {
      const list = add.parentElement.querySelector("[data-items]");
      const line = list.lastElementChild.cloneNode(true);
      const mark = `-new${++made}`;
      line.querySelectorAll("[id]").forEach((field) => { field.id += mark; if (field.matches('input:not([type="date"])')) field.value = ""; });
      line.querySelectorAll("label").forEach((label) => { label.htmlFor += mark; });
      list.append(line);
      line.querySelector("select, input").focus();
    }
    if (remove) {
      const list = remove.closest("[data-items]");
      const line = remove.closest("li");
      if (list.children.length > 1) line.remove();
      else line.querySelectorAll("input").forEach((field) => { field.value = ""; });
      tell(list);
      list.querySelector("select")?.focus();
    }
  });
})();
