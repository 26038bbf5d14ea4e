/* Charts that answer to the pointer. The drawing of the server stays until Plotly has drawn in the same box,
   and comes back for print. Colours in a figure are written "token:accent" and are read from the page. */
(() => {
  "use strict";
  const source = document.currentScript.dataset.plotly;
  if (!source) return;
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);
  const token = (name) => {
    probe.style.color = `var(--${name})`; // light-dark() resolves only on a real property.
    return getComputedStyle(probe).color;
  };
  const figures = new Map();
  let loading = null;

  const load = () => (loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  }));

  const coloured = (value) => {
    if (typeof value === "string") return value.startsWith("token:") ? token(value.slice(6)) : value;
    if (Array.isArray(value)) return value.map(coloured);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, coloured(part)]));
    return value;
  };

  const template = () => {
    const axis = { gridcolor: token("line"), linecolor: token("line-firm"), zeroline: false, automargin: true, fixedrange: true, tickfont: { color: token("ink-2") } };
    const polar = { gridcolor: token("line"), linecolor: token("line"), tickfont: { color: token("ink-2") } };
    return { layout: {
      font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: token("ink") },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", colorway: [token("ink"), token("accent")],
      margin: { l: 8, r: 8, t: 8, b: 8 }, showlegend: false, dragmode: false, xaxis: axis, yaxis: axis,
      polar: { bgcolor: "rgba(0,0,0,0)", radialaxis: polar, angularaxis: polar },
      separators: document.documentElement.lang === "it" ? ",." : ".,",
      hoverlabel: { bgcolor: token("ink"), bordercolor: token("ink"), font: { color: token("paper") } },
    } };
  };

  const draw = async (box) => {
    const figure = coloured(figures.get(box));
    let plot = box.querySelector(":scope > .plot");
    if (!plot) {
      plot = Object.assign(document.createElement("div"), { className: "plot" });
      box.append(plot);
    }
    const layout = { ...figure.layout, template: template(), autosize: true };
    await window.Plotly.react(plot, figure.data, layout, { displayModeBar: false, responsive: true });
    box.dataset.drawn = "";
  };

  const still = (box) => {
    const plot = box.querySelector(":scope > .plot");
    delete box.dataset.drawn;
    if (plot) { window.Plotly.purge(plot); plot.remove(); }
  };

  const drawn = () => [...figures.keys()].filter((box) => {
    if (!box.isConnected) { still(box); figures.delete(box); }
    return box.isConnected;
  });

  const start = async (box) => {
    try {
      const [answer] = await Promise.all([fetch(box.dataset.figureUrl, { headers: { Accept: "application/json" } }), load()]);
      if (!answer.ok) return;
      figures.set(box, await answer.json());
      await draw(box);
    } catch {
      still(box); // The drawing of the server says the same, so nothing is lost.
    }
  };

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      start(entry.target);
    }
  }, { rootMargin: "200px" });
  const watch = () => {
    drawn();
    document.querySelectorAll("[data-figure-url]").forEach((box) => figures.has(box) || seen.observe(box));
  };
  watch();
  addEventListener("gradino:parts", watch); // A script has put new boxes in place of old ones.

  const redraw = () => drawn().forEach(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("gradino:theme", redraw);
  addEventListener("beforeprint", () => { drawn().forEach(still); });
  addEventListener("afterprint", redraw);
})();
