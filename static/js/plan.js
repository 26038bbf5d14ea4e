/* The plan without loading again: moves, the form of a card, and what ticked items change. */
(() => {
  "use strict";
  const { make, toast, lost, found } = window.gradino;
  const board = () => document.getElementById("board");
  let asked = 0;

  const replace = (data) => {
    const held = document.activeElement?.id;
    const ticked = [...document.querySelectorAll("#board [name=done]:checked")].map((box) => box.id);
    for (const [selector, html] of Object.entries(data.fragments ?? {})) {
      const old = document.querySelector(selector);
      if (old) old.replaceWith(make("template", { innerHTML: html }).content);
    }
    if (data.title) document.title = data.title;
    for (const id of ticked) { const box = document.getElementById(id); if (box) box.checked = true; }
    document.getElementById(held)?.focus();
    dispatchEvent(new Event("gradino:parts"));
  };

  const address = (path, extra) => {
    const form = board();
    const query = new URLSearchParams(extra);
    for (const name of ["assessment", "group", "cost"]) if (form.elements[name].value) query.set(name, form.elements[name].value);
    return `${form.getAttribute("action").replace(/select$/, path)}?${query}`;
  };

  const conflict = (card, data, again) => {
    const row = (name, value) => make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: value || "nothing" }));
    const mine = make("button", { className: "btn", type: "button", textContent: "Keep mine" });
    const theirs = make("button", { className: "btn", type: "button", textContent: "Take theirs" });
    const box = make("div", { className: "conflict", tabIndex: -1 },
      make("p", {}, make("b", { textContent: `${data.by || "Somebody"} changed this before you` })),
      make("dl", { className: "summary" }, row("Yours", data.yours), row("Theirs", data.theirs)), make("p", { className: "acts" }, mine, theirs));
    box.setAttribute("role", "alert");
    mine.addEventListener("click", () => again(data.version));
    theirs.addEventListener("click", () => location.reload());
    card?.append(box);
    box.focus();
  };

  const renew = (fresh) => document.querySelectorAll('input[name="csrf_token"]').forEach((input) => { input.value = fresh; });

  async function post(action, body, card) {
    const again = (version) => {
      body.set("version", version);
      body.set("do", body.get("do").replace(/^move-.*/, `move-${version}`));
      post(action, body, card);
    };
    try {
      const answer = await fetch(action, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });
      const data = await answer.json().catch(() => ({}));
      found();
      if (answer.status === 409 && data.conflict) return conflict(card, data.conflict, again);
      if (answer.status === 400 && data.csrf_token && body.get("csrf_token") !== data.csrf_token) {
        renew(data.csrf_token);
        body.set("csrf_token", data.csrf_token);
        return post(action, body, card);
      }
      replace(data);
      if (data.toast) toast(data.toast);
      if (data.error) {
        document.querySelector("[data-editor] [aria-invalid=true], [data-editor] [data-invalid] input")?.focus();
        if (!data.fragments) toast(data.error);
      }
    } catch {
      lost();
    }
    return undefined;
  }

  const get = async (url) => {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.ok) { found(); return await answer.json(); }
    } catch { lost(); }
    return null;
  };

  const saveCard = (action, what, card) => {
    const body = new FormData(board());
    body.set("do", what);
    post(action, body, card);
  };

  document.addEventListener("change", async (event) => {
    const target = event.target;
    if (!(target instanceof Element) || !target.closest("#board")) return;
    const card = target.closest(".card");
    if (target.matches("[data-move]")) {
      const button = target.parentElement.querySelector("button");
      saveCard(button.getAttribute("formaction"), button.value, card);
    } else if (target.name === "done") {
      const mine = ++asked;
      const done = [...board().querySelectorAll("[name=done]:checked")].map((box) => box.value).join(",");
      const data = await get(address("parts", { part: "forecast", done }));
      if (data && mine === asked) replace(data);
    } else if (target.closest("[data-editor]")) {
      const editor = target.closest("[data-editor]");
      if (target.id === "cost_kind" && target.value === "costed" && !board().elements.cost_amount.value) return board().elements.cost_amount.focus();
      saveCard(editor.dataset.action, "save", card);
    }
    return undefined;
  });

  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-change], [data-close]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const id = link.closest(".card").id.slice(2);
    const opens = link.matches("[data-change]");
    const data = await get(address("parts", opens ? { change: id } : {}));
    if (!data) { location.href = link.href; return; }
    replace(data);
    document.getElementById(opens ? "effort" : `c-${id}`)?.focus();
  });

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const action = button?.getAttribute("formaction");
    if (event.target.matches("[data-undo]")) {
      event.preventDefault();
      const body = new FormData(event.target);
      body.set("do", "undo");
      post(event.target.getAttribute("action"), body, null);
    } else if (event.target.id === "board" && action?.includes("/items/")) {
      event.preventDefault();
      saveCard(action, button.value, button.closest(".card"));
    }
  });
})();
