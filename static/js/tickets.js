/* Ticket exports: sends a large file in pieces with a bar, and follows the work on one until its state changes. */
(() => {
  "use strict";
  const LOOK_MS = 700;
  const RETRIES = 5;
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const post = (url, body, type) => fetch(url, { method: "POST", body, headers: { "X-CSRFToken": window.gradino.token(), ...(type ? { "Content-Type": type } : {}) }, redirect: "error" });

  const form = document.querySelector("[data-upload]");
  if (form) {
    const box = form.querySelector("[data-sending]");
    const bar = box.querySelector("progress");
    const said = box.querySelector("[data-said]");
    const button = form.querySelector("[type=submit]");
    const stop = form.querySelector("[data-stop]");
    const input = form.querySelector("[type=file]");
    let stopped = false;

    const say = (text) => { said.textContent = text; };
    const sent = async (url, body, type) => {
      for (let turn = 0; ; turn += 1) {
        if (stopped) throw new Error("Stopped. Nothing was brought in.");
        try {
          const answer = await post(url, body, type);
          if (answer.status < 500) {
            const found = await answer.json().catch(() => ({}));
            if (!answer.ok) throw Object.assign(new Error(found.problem ?? "The server did not take the file. Load the page again."), { final: true });
            return found;
          }
        } catch (error) {
          if (error.final || turn >= RETRIES) throw error.final ? error : new Error("The connection was lost. Choose the file again.");
        }
        if (turn >= RETRIES) throw new Error("The server does not take the file just now. Try again in a moment.");
        say("The connection was lost; trying again.");
        await wait(1000 * 2 ** turn);
      }
    };
    const send = async (file) => {
      const begun = await sent(form.dataset.upload, new URLSearchParams({ name: file.name, size: file.size, ...(form.querySelector("[name=keep]").checked ? { keep: "1" } : {}) }));
      const count = Math.ceil(file.size / begun.piece);
      for (let number = 0; number < count; number += 1) {
        await sent(`${begun.href}/pieces/${number}`, file.slice(number * begun.piece, (number + 1) * begun.piece), "application/octet-stream");
        bar.value = Math.round(100 * (number + 1) / count);
        if (number % 5 === 0 || number === count - 1) say(`${bar.value}% has arrived`);
      }
      await sent(`${begun.href}/arrived`, "");
      location.assign(begun.href);
    };
    const done = () => { button.disabled = false; stop.hidden = true; bar.hidden = true; };

    form.addEventListener("submit", (event) => {
      const file = input.files[0];
      if (!file) return;
      event.preventDefault();
      stopped = false;
      box.hidden = bar.hidden = stop.hidden = false;
      button.disabled = true;
      bar.value = 0;
      say("Sending the file");
      send(file).catch((error) => { done(); say(error.message); });
    });
    stop.firstElementChild.addEventListener("click", () => { stopped = true; });
  }

  const follow = document.querySelector("[data-progress]");
  const look = async () => {
    try {
      const answer = await fetch(follow.dataset.progress, { headers: { Accept: "application/json" } });
      const found = await answer.json();
      const both = [found.state, follow.dataset.state].map((state) => (state === "to look" || state === "looking" ? "look" : state === "to read" || state === "reading" ? "read" : state));
      if (both[0] !== both[1]) { location.reload(); return; }
      const [bar, said] = [follow.querySelector("progress"), follow.querySelector("[data-said]")];
      if (bar) bar.value = found.percent;
      if (said && said.textContent !== found.words) said.textContent = found.words;
    } catch { /* The next look tries again. */ }
    setTimeout(look, LOOK_MS);
  };
  if (follow) setTimeout(look, LOOK_MS);
})();
