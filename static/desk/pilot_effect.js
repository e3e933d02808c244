// What a change did: the same figures before a day and from that day on.
import { html } from "./ui.js";
import { query } from "./api.js";
import { Failure, Loading } from "./components.js";
import { date, number } from "./format.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";
import { FIGURES, MOVED } from "./pilot_words.js";
import { problemInWords } from "./pilot_problems.js";

const MOST = 8;

// day: the first day of the new way. activity: an id, or nothing for the whole pilot.
export function Effect({ pilot, day, activity }) {
  const { vocabulary } = useShared();
  const where = { pilot: pilot.id, activity };
  const before = useLoad(`/pilot${query({ ...where, until: dayBefore(day) })}`);
  const after = useLoad(`/pilot${query({ ...where, from: day })}`);
  const error = before.error ?? after.error;
  if (error) return html`<${Failure} error=${error} />`;
  if (!before.data || !after.data) return html`<${Loading} />`;
  const sides = [before.data, after.data];
  return html`<div class="table-wrap effect" tabindex="0" role="group" aria-label=${`Before and after ${date(day)}`}><table>
    <thead><tr><th scope="col">Figure</th><th scope="col" class="amount">Before ${date(day)}</th>
      <th scope="col" class="amount">Since then</th></tr></thead>
    <tbody>${MOVED.map((key) => html`<tr key=${key}><th scope="row">${FIGURES[key][0]}</th>
      ${sides.map((side, at) => html`<td class="amount" key=${at}>${FIGURES[key][2](side.total)}</td>`)}</tr>`)}
      ${together(sides).map(({ field, code }) => html`<tr key=${field + code}>
        <th scope="row">${problemInWords({ field, code }, vocabulary)}</th>
        ${sides.map((side, at) => html`<td class="amount" key=${at}>${ofRecords(side, field, code)}</td>`)}</tr>`)}
    </tbody></table></div>`;
}

// The most frequent problems of either side.
function together(sides) {
  const found = new Map();
  for (const one of sides.flatMap((side) => side.problems)) {
    const key = `${one.field}:${one.code}`;
    found.set(key, { ...one, count: (found.get(key)?.count ?? 0) + one.refused + one.noticed });
  }
  return [...found.values()].sort((one, other) => other.count - one.count).slice(0, MOST);
}

// "3 of 40": how often, of how many records, as the two sides are not of one size.
function ofRecords(side, field, code) {
  const one = side.problems.find((problem) => problem.field === field && problem.code === code);
  const count = one ? one.refused + one.noticed : 0;
  return `${number(count)} in ${number(side.total.records.received)}`;
}

export function dayBefore(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86400000).toISOString().slice(0, 10);
}
