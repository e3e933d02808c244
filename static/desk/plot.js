// The one place that draws with uPlot: a plot over days, and the table of the same numbers below it.
import { html, useEffect, useRef } from "./ui.js";
import { date, number } from "./format.js";

const UPLOT = "../vendor/uPlot-1.6.32.js";
const DAY = 86400;
const SHARPEST = 3; // points to a pixel, so that paper gets it as sharp as a good screen
const DASHES = [[2, 3], [7, 4], []];
const COLORS = ["--edge", "--accent", "--ok"];

// days: ["2026-11-23"] or numbers; series: [[words, [values]]], each as long as days; marks: [{day, words}], drawn as
// upright lines over dates. `kind` is bars or steps; `unit` is what a day counts from, where days are numbers.
export function Plot({ title, about, days, series, marks = [], kind = "bars", unit }) {
  const place = useRef(null);
  useEffect(() => draw(place.current, { days, series, marks, kind }), [days, series, marks, kind]);
  return html`<figure class="plot card">
    <figcaption><h2>${title}</h2>${about && html`<p class="meta">${about}</p>`}
      ${series.length > 1 && html`<ul class="plot-key" aria-hidden="true">${series.map(([words], at) => html`
        <li key=${words}><svg width="26" height="10"><line class=${`line-${at}`} x1="0" x2="26" y1="5" y2="5"
          stroke-dasharray=${DASHES[at].join(" ")}></line></svg>${words}</li>`)}</ul>`}
    </figcaption>
    <div class="plot-area" ref=${place} aria-hidden="true"></div>
    <details class="plot-table"><summary>The numbers</summary>
      <div class="table-wrap" tabindex="0" role="group" aria-label=${`${title}: the numbers`}><table>
        <thead><tr><th scope="col">${unit ?? "Day"}</th>
          ${series.map(([words]) => html`<th scope="col" class="amount" key=${words}>${words}</th>`)}</tr></thead>
        <tbody>${days.map((day, at) => html`<tr key=${day}><th scope="row">${dayInWords(day)}${marked(marks, day)}</th>
          ${series.map(([words, values]) => html`<td class="amount" key=${words}>${number(values[at])}</td>`)}</tr>`)}</tbody>
      </table></div>
    </details>
  </figure>`;
}

const dayInWords = (day) => (typeof day === "number" ? number(day) : date(day));

function marked(marks, day) {
  const here = marks.filter((mark) => mark.day === day).map((mark) => mark.words);
  return here.length ? html` <span class="meta">${here.join("; ")}</span>` : "";
}

// Draws now, and again when the window, the colors or the paper change; gives back how to stop.
function draw(place, what) {
  let plot = null;
  let stopped = false;
  const redraw = async () => {
    const { default: UPlot } = await import(UPLOT);
    if (stopped) return;
    plot?.destroy();
    plot = new UPlot(...asked(UPlot, place, what), place);
  };
  const fit = new ResizeObserver(() => plot && plot.width !== place.clientWidth && plot.setSize(size(place)));
  const changes = ["(prefers-color-scheme: dark)", "print"].map((query) => matchMedia(query));
  changes.forEach((change) => change.addEventListener("change", redraw));
  fit.observe(place);
  redraw();
  return () => {
    stopped = true;
    fit.disconnect();
    changes.forEach((change) => change.removeEventListener("change", redraw));
    plot?.destroy();
  };
}

const size = (place) => ({ width: place.clientWidth, height: place.clientHeight });

// Options and data as uPlot wants them.
function asked(UPlot, place, { days, series, marks, kind }) {
  const style = getComputedStyle(place);
  const color = (name) => style.getPropertyValue(name).trim();
  const dated = typeof days[0] === "string";
  const at = days.map((day) => (dated ? seconds(day) : day));
  const axis = {
    stroke: color("--ink-soft"), font: "13px system-ui, sans-serif", size: 42,
    grid: { stroke: color("--line"), width: 1 }, ticks: { show: false },
  };
  const draws = kind === "bars"
    ? { paths: UPlot.paths.bars({ size: [0.7, 36], radius: 0.15 }), fill: color("--accent"), stroke: color("--accent"), width: 0, points: { show: false } }
    : { paths: UPlot.paths.stepped({ align: 1 }), width: 2.5, points: { show: false } };
  return [{
    ...size(place),
    pxAlign: 1,
    pxRatio: Math.max(devicePixelRatio, SHARPEST),
    cursor: { show: false },
    legend: { show: false },
    padding: [18, 14, 0, 0],
    tzDate: (moment) => UPlot.tzDate(new Date(moment * 1000), "Etc/UTC"),
    scales: {
      x: { time: dated, range: () => (kind === "bars" ? [at[0] - DAY * 0.6, at.at(-1) + DAY * 0.6] : [at[0], at.at(-1)]) },
      y: { range: (_, __, most) => [0, Math.max(4, most * 1.08)] },
    },
    axes: [
      dated ? { ...axis, grid: { show: false }, space: 76, incrs: [1, 2, 3, 7, 14, 28, 91, 182].map((step) => step * DAY),
        values: (_, ticks) => ticks.map((tick) => date(new Date(tick * 1000).toISOString()).split(",")[0]) }
        : { ...axis, grid: { show: false }, incrs: [1, 5, 10] },
      { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000], values: (_, ticks) => ticks.map(number) },
    ],
    series: [{}, ...series.map((_, nth) => ({ stroke: color(COLORS[nth]), dash: DASHES[nth], ...draws }))],
    hooks: { draw: [(plot) => marks.forEach((mark) => upright(plot, seconds(mark.day), color("--danger")))] },
  }, [at, ...series.map(([, values]) => values)]];
}

const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;

// A dashed line at the beginning of a day.
function upright(plot, moment, color) {
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(moment - DAY / 2, "x", true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = SHARPEST;
  ctx.setLineDash([9, 7]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
