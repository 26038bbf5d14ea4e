/* The facilitator's page and the screens that only look on: live counts, each new phase, keys, the timer. */
(() => {
  "use strict";
  const { typing, keysOn, lost, found, ends } = window.gradino;
  const live = document.getElementById("live");
  const announce = document.getElementById("announce");
  const COUNT_MS = 5000;
  // A count is said at most every few seconds, and the newest one always in the end.
  let told = 0, telling = 0;
  const tell = (count) => {
    clearTimeout(telling);
    telling = setTimeout(() => { if (announce.textContent !== count) { told = Date.now(); announce.textContent = count; } }, Math.max(0, told + COUNT_MS - Date.now()));
  };
  const room = () => document.getElementById("room");
  const say = (text, state) => { if (!live) return; live.textContent = text; if (state) live.dataset.state = state; else delete live.dataset.state; };

  // A new phase is the page again, without what somebody is typing getting lost: nothing is typed before a reveal.
  let fetching = false;
  const renew = async () => {
    if (fetching) return;
    fetching = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("room");
      if (fresh) {
        document.title = page.title;
        room().replaceWith(fresh);
        announce.textContent = (fresh.querySelector("#stage-title") ?? fresh.querySelector("h1"))?.textContent ?? "";
      }
    } catch { lost(); }
    fetching = false;
  };
  const show = (state) => {
    if (state.phase !== room().dataset.phase) { room().dataset.phase = state.phase; renew(); return; }
    ends(state.ends);
    for (const [selector, html] of Object.entries(state.fragments ?? {})) {
      const box = document.querySelector(selector);
      if (box && box.innerHTML !== html && !box.contains(document.activeElement)) box.innerHTML = html;
    }
    const title = document.getElementById("title-of-count");
    if (title && state.count) title.textContent = state.count;
    if (state.count) tell(state.count);
  };

  let heard = false;
  let stream = null;
  const open = () => {
    stream?.close();
    stream = new EventSource(room().dataset.stream);
    stream.onmessage = (event) => { heard = true; say("Live"); found(); show(JSON.parse(event.data)); };
    stream.onerror = () => {
      say("Not live, asking every few seconds", "failed");
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, 1000 + Math.random() * 2000);
    };
  };
  setInterval(async () => {
    if (heard && stream.readyState === EventSource.OPEN) return;
    try {
      const answer = await fetch(room().dataset.state, { headers: { Accept: "application/json" } });
      if (answer.ok) { found(); show(await answer.json()); }
    } catch { lost(); }
  }, 4000);
  addEventListener("online", open);
  open();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysOn() || document.querySelector("dialog[open]")) return;
    const form = document.querySelector("[data-agree]");
    if (/^[1-9]$/.test(event.key) && form) {
      const choices = [...form.querySelectorAll("input[name=answer]:not([value=''], [value=DK], [value=NA])")];
      const choice = choices[Number(event.key) - 1];
      if (choice) { choice.checked = true; choice.focus(); event.preventDefault(); }
      return;
    }
    if (event.key === "Enter" && event.target.closest?.("a, button, summary")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.length === 1 ? event.key.toLowerCase() : event.key)}"]`);
    if (target) { event.preventDefault(); target.click(); }
  });
})();
