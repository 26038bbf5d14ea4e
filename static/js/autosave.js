/* Forms that save themselves: at once on a choice, 800 ms after typing stops, and when a field is left.
   Answer of the server: {saved_at, version, fragments: {selector: html}, toast}; 409: {conflict: {...}};
   other refusals: {error, field}. Without this script the same forms post and redirect. */
(() => {
  "use strict";
  const { make, typing, toast, lost, found } = window.gradino;
  const QUIET_MS = 800;
  const RETRY_MS = [2000, 5000, 10000, 30000];
  const works = new Map();

  const storageKey = (form) => "gradino:unsaved:" + form.getAttribute("action") + "#" + form.id;
  const valuesOf = (form, submitter) => new URLSearchParams([...new FormData(form, submitter)].filter(([, value]) => typeof value === "string"));
  const keep = (form) => {
    const values = valuesOf(form);
    values.delete("csrf_token");
    try { sessionStorage.setItem(storageKey(form), values.toString()); } catch { /* Without storage the page still warns. */ }
  };
  const forget = (form) => { try { sessionStorage.removeItem(storageKey(form)); } catch { /* Nothing was kept. */ } };

  const show = (form, state, text, retry) => {
    const line = form.querySelector("[data-saved]");
    if (!line) return;
    line.dataset.state = state;
    line.textContent = text;
    if (!retry) return;
    const button = make("button", { className: "btn small", type: "button", textContent: "Try again" });
    button.addEventListener("click", () => save(form));
    line.append(" ", button);
  };

  const clearFault = (form) => {
    form.querySelectorAll("[data-fault], [data-conflict]").forEach((note) => note.remove());
    form.querySelectorAll('[aria-invalid="true"]').forEach((field) => field.removeAttribute("aria-invalid"));
  };
  const showFault = (form, error, name) => {
    clearFault(form);
    const field = name ? form.querySelector(`[name="${CSS.escape(name)}"]`) : null;
    show(form, "failed", "Not saved: " + error);
    if (!field || field.type === "hidden") return;
    field.setAttribute("aria-invalid", "true");
    const note = make("p", { className: "error", textContent: error });
    note.dataset.fault = "";
    (field.closest(".seg, .choose") ?? field).before(note);
  };

  const replace = (fragments) => {
    for (const [selector, html] of Object.entries(fragments ?? {})) {
      const old = document.querySelector(selector);
      if (!old) continue;
      const held = old.contains(document.activeElement) ? document.activeElement.id : "";
      const fresh = make("template", { innerHTML: html });
      old.replaceWith(fresh.content);
      if (held) document.getElementById(held)?.focus();
    }
    document.querySelectorAll("form[data-autosave]").forEach(watch);
  };

  const showConflict = (form, conflict) => {
    const row = (name, value) => make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value || "nothing" }));
    const mine = make("button", { className: "btn", type: "button", textContent: "Keep mine" });
    const theirs = make("button", { className: "btn", type: "button", textContent: "Take theirs" });
    const box = make("div", { className: "conflict", tabIndex: -1 },
      make("p", {}, make("b", { textContent: `${conflict.by || "Somebody"} changed this before you${conflict.field ? ": " + conflict.field : ""}` })),
      make("dl", { className: "summary" }, row("Yours", conflict.yours), row("Theirs", conflict.theirs)),
      make("p", { className: "acts" }, mine, theirs));
    box.setAttribute("role", "alert");
    box.dataset.conflict = "";
    mine.addEventListener("click", () => {
      if (form.elements.version) form.elements.version.value = conflict.version;
      box.remove();
      save(form);
    });
    theirs.addEventListener("click", () => {
      forget(form);
      works.get(form).dirty = false;
      location.hash = form.id;
      location.reload();
    });
    form.append(box);
    show(form, "failed", "Not saved: two values");
  };

  const renewToken = (fresh) => document.querySelectorAll('input[name="csrf_token"]').forEach((input) => { input.value = fresh; });

  const accept = (form, work, data) => {
    if (form.elements.version && data.version !== undefined) form.elements.version.value = data.version;
    work.tries = 0;
    clearFault(form);
    if (!work.dirty) { forget(form); show(form, "saved", "Saved " + (data.saved_at ?? "")); }
    replace(data.fragments);
    if (data.toast) toast(data.toast);
    found();
  };

  const refuse = (form, work, status, data) => {
    if (status === 409 && data.conflict) return showConflict(form, data.conflict);
    if (status === 400 && data.csrf_token && !work.renewed) {
      renewToken(data.csrf_token);
      work.renewed = true;
      work.dirty = true;
      return undefined;
    }
    return showFault(form, data.error ?? "The server refused it.", data.field);
  };

  const fail = (form, work, reached) => {
    work.dirty = true;
    keep(form);
    show(form, "failed", "Not saved", true);
    lost(reached);
    clearTimeout(work.timer);
    work.timer = setTimeout(() => save(form), RETRY_MS[Math.min(work.tries++, RETRY_MS.length - 1)]);
  };

  async function save(form, submitter) {
    const work = works.get(form);
    clearTimeout(work.timer);
    if (work.busy) { work.dirty = true; work.next = submitter; return; }
    const body = valuesOf(form, submitter);
    clearFault(form);
    Object.assign(work, { busy: true, dirty: false, next: undefined });
    show(form, "saving", "Saving");
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": body.get("csrf_token") ?? "" }, signal: AbortSignal.timeout(4500),
      });
      const data = await answer.json().catch(() => ({}));
      if (answer.ok) { work.renewed = false; accept(form, work, data); }
      else if (answer.status >= 500 || answer.status === 429) fail(form, work, true);
      else refuse(form, work, answer.status, data);
    } catch {
      fail(form, work, false);
    } finally {
      work.busy = false;
    }
    if (work.dirty && work.tries === 0) save(form, work.next);
  }

  function watch(form) {
    if (works.has(form)) return;
    const work = { timer: 0, busy: false, dirty: false, tries: 0, renewed: false, next: undefined };
    works.set(form, work);
    const touch = () => { work.dirty = true; keep(form); };
    form.addEventListener("input", (event) => {
      if (!typing(event.target) || event.target.matches("select")) return;
      touch();
      clearTimeout(work.timer);
      work.timer = setTimeout(() => save(form), QUIET_MS);
    });
    form.addEventListener("change", (event) => {
      if (typing(event.target) && !event.target.matches("select")) return;
      touch();
      save(form);
    });
    form.addEventListener("focusout", (event) => { if (typing(event.target) && work.dirty && !work.busy) save(form); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter?.name === "clear") form.querySelectorAll("input[type=radio]").forEach((radio) => { radio.checked = false; });
      save(form, event.submitter);
    });
    restore(form);
  }

  function restore(form) {
    let kept = null;
    try { kept = sessionStorage.getItem(storageKey(form)); } catch { return; }
    if (!kept) return;
    for (const [name, value] of new URLSearchParams(kept)) {
      if (name === "version" && form.elements.version) { form.elements.version.value = value; continue; } // A newer one then shows as a conflict.
      const field = form.elements[name];
      if (field instanceof RadioNodeList || (field && field.type !== "hidden")) field.value = value;
    }
    save(form);
  }

  addEventListener("online", () => works.forEach((work, form) => { if (work.dirty) save(form); }));
  addEventListener("beforeunload", (event) => {
    if ([...works.values()].some((work) => work.dirty || work.busy)) event.preventDefault();
  });
  document.querySelectorAll("form[data-autosave]").forEach(watch);
})();
