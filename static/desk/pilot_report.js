// The report of a pilot for those who decide: one page to print, with figures and plots and without any person.
import { html } from "./ui.js";
import { query } from "./api.js";
import { Button, Failure, Heading, Loading } from "./components.js";
import { date, list, number, plural } from "./format.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";
import { Arrivals, Funnel, ThirtyDays } from "./pilot_plots.js";
import { asRows, holdsBack } from "./pilot_problems.js";
import { FIGURES, METHODS } from "./pilot_words.js";
import { Shares } from "./shares.js";

const SHOWED = [
  ["For physicians", "Did attesting on a phone work?", ["opened", "stored", "completion", "seconds", "ease"]],
  ["For the provider", "What did it take, and what came of it?", ["received", "reportable", "firstTry", "hours", "perRecord"]],
  ["For regulators", "Did the records arrive, right and in time?", ["accepted", "days"]],
];

export function PilotReport({ pilot, activities }) {
  const { vocabulary } = useShared();
  const { data, error, reload } = useLoad(`/pilot${query({ pilot: pilot.id })}`);
  const hiccups = useLoad(`/hiccups${query({ pilot: pilot.id })}`);
  const steps = useLoad(`/pilots/${pilot.id}/steps`);
  const ready = data && hiccups.data && steps.data;
  return html`
    <div class="screen-head"><${Heading}>Report<//>
      ${ready && html`<div class="buttons no-print"><${Button} kind="primary" onClick=${() => print()}>Print<//>
        <a class="button plain" href=${`/api/v1/pilot/figures.csv${query({ pilot: pilot.id })}`} download>Download as CSV</a></div>`}</div>
    <${Failure} error=${error ?? hiccups.error ?? steps.error} retry=${reload} />
    ${!ready && !error && html`<${Loading} />`}
    ${ready && html`<article class="pilot-report">
      <p>${period(pilot)}: ${plural(activities.length, "activity", "activities")} with${" "}
        ${plural(data.total.records.received, "record")}, reported to PARS by${" "}
        ${list(steps.data.methods.map((one) => METHODS[one] ?? one)) || "no way yet"}.</p>
      <div class="showed">${SHOWED.map(([title, asked, keys]) => html`<${Showed} key=${title} ...${{ title, asked, keys, data }}>
        ${title === "For regulators" && html`<${InTime} records=${data.total.records} ages=${data.ages} />`}<//>`)}</div>
      <div class="plots">
        <${Arrivals} arrivals=${data.arrivals} hiccups=${hiccups.data.items} />
        <${ThirtyDays} ages=${data.ages} />
        <${Funnel} form=${data.total.form} />
        <${Shares} title="What was in the way" unit="Field and rule" counted="Times"
          rows=${asRows(data.problems, vocabulary, (one) => one.refused + (holdsBack(one, vocabulary) ? one.noticed : 0), 6)} />
      </div>
      <${Learned} hiccups=${hiccups.data.items} />
      <${Tried} activities=${data.activities} />
      <p class="meta">As of ${date(new Date().toISOString())}. Counts only: no person is named here.</p>
    </article>`}`;
}

const period = ({ starts_on: from, ends_on: to }) => (to ? `${date(from)} to ${date(to)}` : `Since ${date(from)}`);

function Showed({ title, asked, keys, data, children }) {
  return html`<section class="card"><h2>${title}</h2><p class="meta">${asked}</p>
    <dl class="told">${keys.map((key) => html`<div key=${key}><dt>${FIGURES[key][0]}</dt>
      <dd>${FIGURES[key][2](data.total)}</dd></div>`)}${children}</dl></section>`;
}

// Of all that are for PARS, those too that arrived when the 30 days were over.
function InTime({ records, ages }) {
  const last = ages.at(-1);
  return html`<div><dt>For PARS</dt><dd>${number(records.meant)}</dd></div>
    <div><dt>Sent within 30 days of completion</dt><dd>${number(last.sent)}</dd></div>
    <div><dt>Accepted within 30 days</dt><dd>${number(last.accepted)}</dd></div>`;
}

function Learned({ hiccups }) {
  const decided = hiccups.filter((one) => one.decision);
  if (!hiccups.length) return null;
  return html`<section class="pilot-part" aria-labelledby="learned"><h2 id="learned">What got in the way, and what was done</h2>
    <p>${plural(hiccups.length, "hiccup")} written down, ${number(hiccups.filter((one) => one.closed_on).length)} closed.</p>
    ${decided.length > 0 && html`<ul class="decisions">${decided.map((one) => html`<li key=${one.id}>
      ${one.decision}${one.changed_on && html` <span class="meta">since ${date(one.changed_on)}</span>`}</li>`)}</ul>`}</section>`;
}

function Tried({ activities }) {
  const keys = ["received", "reportable", "firstTry", "accepted"];
  const words = { received: "Records", reportable: "Nothing in the way", firstTry: "First try", accepted: "In the end" };
  return html`<section class="pilot-part" aria-labelledby="tried"><h2 id="tried">The activities</h2>
    <div class="table-wrap" tabindex="0" role="group" aria-label="Figures of each activity"><table class="tried"><thead><tr><th scope="col">Activity</th>${keys.map((key) => html`
      <th scope="col" class="amount" key=${key}>${words[key]}</th>`)}</tr></thead>
    <tbody>${activities.map((one) => html`<tr key=${one.id}><th scope="row">${one.title}</th>
      ${keys.map((key) => html`<td class="amount" key=${key}>${FIGURES[key][2](one.figures)}</td>`)}</tr>`)}</tbody></table></div></section>`;
}
