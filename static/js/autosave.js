/* Parts that save themselves: at once on a choice, 800 ms after typing stops, and when a field is left.
   A part is a form, or a piece of a bigger form whose field names begin with data-prefix; the piece is sent
   alone to data-action, without the prefix. data-autosave="ask" waits for the part's own button.
   Answer of the server: {saved_at, version, fragments: {selector: html}, toast}; 409: {conflict: {...}};
   other refusals: {error, field}. Without this script the same forms post and redirect. */
(() => {
  "use strict";
  const { make, typing, token, toast, lost, found } = window.gradino;
  const QUIET_MS = 800;
  const RETRY_MS = [2000, 5000, 10000, 30000];
  const works = new Map();
  let leaving = false;
  let waiting = null;

  const prefixOf = (part) => part.dataset.prefix ?? "";
  const actionOf = (part) => part.dataset.action ?? part.getAttribute("action");
  const formOf = (part) => part.closest("form");
  const named = (part, name) => [...part.querySelectorAll(`[name="${CSS.escape(prefixOf(part) + name)}"]`)];
  const versionOf = (part) => named(part, "version")[0];
  const asks = (part) => part.dataset.autosave === "ask";
  const storageKey = (part) => "gradino:unsaved:" + actionOf(part);

  const valuesOf = (part, submitter) => {
    const prefix = prefixOf(part);
    const data = new FormData(formOf(part), formOf(part) === part ? submitter : undefined);
    return new URLSearchParams([...data].filter(([name, value]) => typeof value === "string" && name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]));
  };
  const isApart = (field) => field.closest("[data-apart]") !== null; // Sent by the button beside it, with the whole form.
  const keep = (part) => {
    if (leaving) return;
    const values = valuesOf(part);
    values.delete("csrf_token");
    try { sessionStorage.setItem(storageKey(part), values.toString()); } catch { /* Without storage the page still warns. */ }
  };
  const forget = (part) => { try { sessionStorage.removeItem(storageKey(part)); } catch { /* Nothing was kept. */ } };

  const write = (line, state, text) => { line.dataset.state = state; line.textContent = text; };
  const show = (part, state, text, retry) => {
    works.get(part).state = state;
    const line = part.querySelector("[data-saved]");
    if (line) write(line, state, text);
    if (line && retry) {
      const button = make("button", { className: "btn small", type: "button", textContent: "Try again" });
      button.addEventListener("click", () => save(part));
      line.append(" ", button);
    }
    const all = document.querySelector("[data-saved-all]");
    if (!all) return;
    const bad = [...works.values()].some((work) => work.state === "failed");
    if (!bad || state === "failed") write(all, bad ? "failed" : state, bad ? "Not saved" : text);
  };

  const clearFault = (part) => {
    part.querySelectorAll("[data-fault]").forEach((note) => note.remove());
    part.querySelectorAll('[aria-invalid="true"]').forEach((field) => field.removeAttribute("aria-invalid"));
  };
  const showFault = (part, error, name) => {
    clearFault(part);
    const field = name ? named(part, name)[0] : null;
    show(part, "failed", "Not saved: " + error);
    if (!field || field.type === "hidden") return;
    field.closest("details")?.setAttribute("open", "");
    field.setAttribute("aria-invalid", "true");
    const note = make("p", { className: "error", textContent: error });
    note.dataset.fault = "";
    (field.closest(".seg, .choose") ?? field).before(note);
  };

  const replace = (fragments) => {
    for (const [selector, html] of Object.entries(fragments ?? {})) {
      const old = document.querySelector(selector);
      if (!old) continue;
      const fresh = make("template", { innerHTML: html }).content;
      if (fresh.firstElementChild?.isEqualNode(old)) continue;
      const held = old.contains(document.activeElement) ? document.activeElement.id : "";
      old.replaceWith(fresh);
      if (held) document.getElementById(held)?.focus();
    }
    document.querySelectorAll("[data-autosave]").forEach(watch);
  };

  const showConflict = (part, conflict) => {
    part.querySelector("[data-conflict]")?.remove();
    const row = (name, value) => make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value || "nothing" }));
    const mine = make("button", { className: "btn", type: "button", textContent: "Keep mine" });
    const theirs = make("button", { className: "btn", type: "button", textContent: "Take theirs" });
    const box = make("div", { className: "conflict", tabIndex: -1 },
      make("p", {}, make("b", { textContent: `${conflict.by || "Somebody else"} changed this before you` })),
      make("dl", { className: "summary" }, row("Yours", conflict.yours), row("Theirs", conflict.theirs)),
      make("p", { className: "acts" }, mine, theirs));
    box.setAttribute("role", "alert");
    box.dataset.conflict = "";
    mine.addEventListener("click", () => {
      const version = versionOf(part);
      if (version) version.value = conflict.version;
      box.remove();
      save(part);
    });
    theirs.addEventListener("click", () => {
      forget(part);
      works.get(part).dirty = false;
      location.hash = part.id;
      location.reload();
    });
    part.append(box);
    show(part, "failed", "Not saved: two values");
  };

  const renewToken = (fresh) => document.querySelectorAll('input[name="csrf_token"]').forEach((input) => { input.value = fresh; });

  const accept = (part, work, data) => {
    const version = versionOf(part);
    if (version && data.version !== undefined) version.value = data.version;
    work.tries = 0;
    clearFault(part);
    part.querySelector("[data-conflict]")?.remove();
    if (!work.dirty) { forget(part); show(part, "saved", "Saved " + (data.saved_at ?? "")); }
    if (asks(part)) part.querySelectorAll("[data-once]").forEach((field) => { field.value = ""; });
    replace(data.fragments);
    if (data.toast) toast(data.toast);
    found();
  };

  const refuse = (part, work, status, data) => {
    if (status === 409 && data.conflict) return showConflict(part, data.conflict);
    if (status === 400 && data.csrf_token && !work.renewed) {
      renewToken(data.csrf_token);
      work.renewed = true;
      work.dirty = true;
      return undefined;
    }
    return showFault(part, data.error ?? "The server refused it.", data.field);
  };

  const fail = (part, work, reached) => {
    work.dirty = true;
    keep(part);
    show(part, "failed", "Not saved", true);
    lost(reached);
    clearTimeout(work.timer);
    work.timer = setTimeout(() => save(part), RETRY_MS[Math.min(work.tries++, RETRY_MS.length - 1)]);
  };

  // A field that is shown only for one answer, such as the reason why a practice does not apply.
  const missing = (part) => [...part.querySelectorAll("[data-needed]")].find((field) => field.offsetParent !== null && !field.value.trim());

  async function save(part, submitter) {
    const work = works.get(part);
    clearTimeout(work.timer);
    const gap = missing(part);
    if (gap) { show(part, "waiting", gap.dataset.needed); return; }
    if (work.busy) { work.dirty = true; work.next = submitter; return; }
    const body = valuesOf(part, submitter);
    Object.assign(work, { busy: true, dirty: false, next: undefined });
    show(part, "saving", "Saving");
    try {
      const answer = await fetch(actionOf(part), {
        method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": body.get("csrf_token") ?? token() }, signal: AbortSignal.timeout(4500),
      });
      const data = await answer.json().catch(() => ({}));
      if (answer.ok) { work.renewed = false; accept(part, work, data); }
      else if (answer.status >= 500 || answer.status === 429) fail(part, work, true);
      else refuse(part, work, answer.status, data);
    } catch {
      fail(part, work);
    } finally {
      work.busy = false;
      sendWhole();
    }
    if (work.dirty && work.tries === 0) save(part, work.next);
  }

  const sendWhole = () => {
    if (!waiting || [...works.values()].some((work) => work.busy)) return;
    const send = waiting;
    waiting = null;
    send();
  };

  const takeBack = (part) => {
    part.querySelectorAll("input[type=radio]").forEach((radio) => { radio.checked = false; });
    save(part);
  };

  function watch(part) {
    if (works.has(part)) return;
    const work = { timer: 0, busy: false, dirty: false, tries: 0, renewed: false, next: undefined, state: "idle" };
    works.set(part, work);
    const touch = () => { work.dirty = true; keep(part); };
    part.addEventListener("input", (event) => {
      if (!typing(event.target) || event.target.matches("select") || isApart(event.target)) return;
      touch();
      clearTimeout(work.timer);
      if (!asks(part)) work.timer = setTimeout(() => save(part), QUIET_MS);
    });
    part.addEventListener("change", (event) => {
      if (isApart(event.target)) return;
      if (typing(event.target) && !event.target.matches("select")) return;
      touch();
      if (!asks(part)) save(part);
    });
    part.addEventListener("focusout", (event) => { if (typing(event.target) && work.dirty && !work.busy && !asks(part)) save(part); });
    part.addEventListener("gradino:changed", () => { touch(); save(part); });
    part.addEventListener("click", (event) => {
      const button = event.target.closest("[data-take-back], [data-save]");
      if (!button || formOf(part) === part) return;
      event.preventDefault();
      if (button.matches("[data-save]")) save(part); else takeBack(part);
    });
    part.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || formOf(part) === part || !event.target.matches("input:not([type=radio])")) return;
      event.preventDefault(); // The bigger form is sent by its own buttons only.
      save(part);
    });
    if (formOf(part) === part) part.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter?.name === "clear") takeBack(part); else save(part, event.submitter);
    });
    restore(part);
  }

  function restore(part) {
    let kept = null;
    try { kept = sessionStorage.getItem(storageKey(part)); } catch { return; }
    if (!kept) return;
    const values = new URLSearchParams(kept);
    for (const name of new Set(values.keys())) {
      const typed = values.getAll(name);
      named(part, name).forEach((field, position) => {
        if (field.type === "radio") field.checked = typed.includes(field.value);
        else if ((field.type !== "hidden" || name === "version") && typed[position] !== undefined) field.value = typed[position]; // A newer version then shows as a conflict.
      });
    }
    if (asks(part)) works.get(part).dirty = true; else save(part);
  }

  addEventListener("online", () => works.forEach((work, part) => { if (work.dirty && !asks(part)) save(part); }));
  // The whole form carries what its parts hold, so it waits for those under way and nothing is restored after it.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target.matches("[data-whole]")) {
      if ([...works.values()].some((work) => work.busy)) {
        event.preventDefault();
        waiting = () => event.target.requestSubmit(event.submitter);
        return;
      }
      works.forEach((_, part) => forget(part));
    }
    leaving = true;
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && [...works.values()].some((work) => work.dirty || work.busy)) event.preventDefault();
  });
  document.querySelectorAll("[data-autosave]").forEach(watch);
})();
