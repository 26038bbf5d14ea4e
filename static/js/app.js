/* The frame: theme, notices, the list of keys, and the bar that says when the server cannot be reached. */
(() => {
  "use strict";
  const root = document.documentElement;
  const SHOWN_MS = 12000; // A notice with a way back stays at least ten seconds.
  const KEYS_OFF = "gradino:keys-off";
  const TEXT_FIELD = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])";

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const typing = (target) => target instanceof Element && target.closest(TEXT_FIELD) !== null;
  const keysOn = () => {
    try { return localStorage.getItem(KEYS_OFF) === null; } catch { return true; }
  };
  const token = () => document.querySelector('input[name="csrf_token"]')?.value ?? "";

  // Theme: the form works alone; with this script the page does not load again.
  const themeForm = document.querySelector("[data-theme-form]");
  themeForm?.addEventListener("submit", (event) => {
    const chosen = event.submitter?.value;
    if (!chosen) return;
    event.preventDefault();
    if (chosen === "system") delete root.dataset.theme; else root.dataset.theme = chosen;
    for (const button of themeForm.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === chosen));
    fetch(themeForm.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(themeForm, event.submitter)), redirect: "manual" }).catch(() => {});
    dispatchEvent(new Event("gradino:theme"));
  });

  const toasts = document.getElementById("toasts");
  const arm = (toast) => {
    let timer = 0;
    const close = () => { if (toast.contains(document.activeElement)) document.getElementById("main")?.focus(); toast.remove(); };
    const start = () => { clearTimeout(timer); timer = setTimeout(close, SHOWN_MS); };
    const stop = () => clearTimeout(timer);
    const button = toast.querySelector("[data-close-toast]");
    if (button) { button.hidden = false; button.addEventListener("click", close); }
    for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, stop);
    for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, start);
    start();
  };
  const toast = (message) => {
    const given = typeof message === "string" ? { text: message } : message;
    const box = make("div", { className: "toast" }, make("span", { textContent: given.text }));
    if (given.action) {
      const form = make("form", { method: "post" });
      form.setAttribute("action", given.action);
      for (const [name, value] of Object.entries({ csrf_token: token(), ...given.fields })) form.append(make("input", { type: "hidden", name, value }));
      form.append(make("button", { className: "btn", textContent: given.label ?? "Undo" }));
      box.append(form);
    }
    const close = make("button", { className: "btn bare", type: "button" }, "Close", make("span", { className: "vh", textContent: " notice" }));
    close.dataset.closeToast = "";
    box.append(close);
    toasts?.append(box);
    arm(box);
  };
  document.querySelectorAll(".toast").forEach(arm);

  // The bar for a lost connection.
  const bar = make("p", { className: "netbar" });
  bar.setAttribute("role", "status");
  document.body.prepend(bar);
  const lost = (reached) => {
    bar.textContent = `${reached === true ? "The server cannot save just now" : "Not connected"}. What you type is kept here and sent again until it is saved.`;
  };
  const found = () => {
    if (!bar.textContent) return;
    bar.textContent = "Saving works again.";
    setTimeout(() => { if (bar.textContent === "Saving works again.") bar.textContent = ""; }, 4000);
  };
  addEventListener("offline", lost);
  addEventListener("online", found);
  if (!navigator.onLine) lost();

  // Slower parts of a page, in the place of their link.
  for (const part of document.querySelectorAll("[data-part]")) fetch(part.dataset.part).then(async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) part.replaceChildren(page.getElementById("part"));
  }).catch(() => {});

  const dialog = document.getElementById("keys");
  const opener = document.querySelector("[data-open-keys]");
  const box = document.getElementById("keys-on");
  if (dialog && opener && box) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
    box.checked = keysOn();
    box.addEventListener("change", () => {
      try { if (box.checked) localStorage.removeItem(KEYS_OFF); else localStorage.setItem(KEYS_OFF, "1"); } catch { /* Private windows may refuse; the keys stay on. */ }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && toasts?.lastElementChild && !dialog?.open) toasts.lastElementChild.remove();
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysOn() || !dialog || dialog.open) return;
    event.preventDefault();
    dialog.showModal();
  });

  // scrollIntoView moves the 1st Tab
  const nav = document.querySelector(".nav");
  if (nav) nav.scrollLeft = nav.querySelector("[aria-current]")?.offsetLeft - 80;
  nav?.addEventListener("focusin", ({ target }) => target.scrollIntoView({ inline: "nearest", block: "nearest" }));
  document.querySelector("[data-autofocus]")?.focus();
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  const stamp = document.querySelector("[data-now]");
  const ahead = stamp ? Date.now() - Date.parse(stamp.dataset.now) : 0;
  if (stamp) setInterval(() => {
    for (const box of document.querySelectorAll("[data-ends]")) {
      const left = Math.ceil((Date.parse(box.dataset.ends) + ahead - Date.now()) / 1000);
      const words = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left` : "Time is up. Votes are still taken.";
      if (box.textContent !== words) box.textContent = words;
    }
  }, 500);
  const ends = (moment) => { for (const box of document.querySelectorAll("[data-ends]")) if (moment) box.dataset.ends = moment; };

  window.gradino = { ends, make, typing, keysOn, token, toast, lost, found };
})();
