/* A phone at a workshop: sends the vote, keeps it until it arrived, and shows each new phase. */
(() => {
  "use strict";
  const { lost, found, ends } = window.gradino;
  const room = document.getElementById("room");
  const live = document.getElementById("live");
  const announce = document.getElementById("announce");
  const { code, token } = room.dataset;
  const KEPT = `gradino:vote:${code}`;
  const AGAIN_MS = 3000;
  let phase = room.dataset.phase;
  let again = 0;
  let stream = null;

  const kept = () => { try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; } };
  const keep = (vote) => { try { localStorage.setItem(KEPT, JSON.stringify(vote)); } catch { /* Private windows may refuse; the vote is then sent at once or not at all. */ } };
  const say = (text, state) => { live.textContent = text; if (state) live.dataset.state = state; else delete live.dataset.state; };

  // The page of everybody has no vote in it: this phone marks its own.
  const mark = () => {
    const vote = kept();
    for (const input of room.querySelectorAll('input[name="csrf_token"]')) input.value = token;
    const form = room.querySelector("form.ballot");
    if (form) {
      if (vote.round !== form.dataset.round) return;
      for (const [name, value] of Object.entries(vote.fields)) {
        const field = form.elements.namedItem(name);
        if (field) field.value = value;
      }
      sent(form, vote.sent);
    } else if (vote.sent && phase.startsWith(vote.round)) {
      const mine = room.querySelector(`[data-answer="${CSS.escape(vote.fields.answer)}"] .mine`);
      if (mine) mine.hidden = false;
    }
  };
  const sent = (form, arrived) => {
    const words = form.querySelector("input[name=answer]:checked")?.closest("label").querySelector("strong").textContent;
    const label = form.querySelector("input[name=answer]:checked")?.closest("label").querySelector(".sq").textContent;
    const text = document.getElementById("sent");
    if (text && words) text.textContent = arrived ? `Sent: ${label} ${words}. You can change it until the reveal.` : "Not sent yet. It is kept on this phone and sent by itself.";
    form.querySelector(".dock .btn").textContent = arrived ? "Change vote" : "Send vote";
  };

  const send = async (vote) => {
    clearTimeout(again);
    const body = new URLSearchParams({ ...vote.fields, round: vote.round, csrf_token: token });
    try {
      const answer = await fetch(`/j/${code}/vote`, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      found();
      if (answer.ok) {
        keep({ ...vote, sent: true });
        const form = room.querySelector(`form.ballot[data-round="${CSS.escape(vote.round)}"]`);
        if (form) sent(form, true);
      } else {
        const problem = (await answer.json().catch(() => ({}))).error ?? "The vote was not counted.";
        keep({});
        window.gradino.toast(problem);
        look();
      }
    } catch {
      lost();
      again = setTimeout(() => { const waiting = kept(); if (waiting.round && !waiting.sent) send(waiting); }, AGAIN_MS);
    }
  };
  room.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.ballot")) return;
    event.preventDefault();
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => ["answer", "target", "importance"].includes(name)));
    const vote = { round: form.dataset.round, fields, sent: false };
    keep(vote);
    sent(form, false);
    send(vote);
  });

  const show = (state) => {
    if (state.phase === phase) { ends(state.ends); return; }
    phase = state.phase;
    room.innerHTML = state.html;
    if (state.mine && state.round) { const vote = kept(); if (vote.round !== state.round) keep({ round: state.round, fields: { answer: state.mine }, sent: true }); }
    mark();
    announce.textContent = (room.querySelector("[data-say]") ?? room.querySelector("h1"))?.textContent ?? "";
    scrollTo(0, 0);
  };

  // The stream carries the state; where it does not come through, the phone asks every few seconds.
  const look = async () => {
    try {
      const answer = await fetch(`/j/${code}/state`, { headers: { Accept: "application/json" } });
      if (answer.ok) { show(await answer.json()); found(); }
    } catch { lost(); }
    const waiting = kept();
    if (waiting.round && !waiting.sent) send(waiting);
  };
  let heard = 0;
  const open = () => {
    stream?.close();
    stream = new EventSource(`/live/j/${code}`);
    stream.onmessage = (event) => { heard = Date.now(); say("Connected"); found(); show(JSON.parse(event.data)); };
    stream.onopen = () => say("Connected");
    stream.onerror = () => {
      say("Connecting again", "failed");
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, 1000 + Math.random() * 2000);
    };
  };
  setInterval(() => { if (stream.readyState !== EventSource.OPEN || !heard) look(); }, 4000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { look(); if (stream.readyState === EventSource.CLOSED) open(); } });
  addEventListener("online", () => { look(); open(); });

  const first = room.querySelector("form.ballot");
  const checked = first?.querySelector("input[name=answer]:checked");
  if (checked && kept().round !== first.dataset.round) keep({ round: first.dataset.round, fields: { answer: checked.value }, sent: true });
  mark();
  const waiting = kept();
  if (waiting.round && !waiting.sent) send(waiting);
  open();
})();
