// By state, by problem, by search, in an order.
import { html } from "./ui.js";
import { STATES } from "./components.js";
import { number, weekday } from "./format.js";
import { Input, Select } from "./forms.js";
import { useShared } from "./frame.js";
import { nameOf } from "./problems.js";
import { SOON } from "./record_pars.js";

const ORDERS = [
  { value: "-received", label: "Newest first" },
  { value: "received", label: "Oldest first" },
  { value: "name", label: "Name, A to Z" },
  { value: "-name", label: "Name, Z to A" },
];

// What PARS was told to delete, by its answer: the words for it, and where its number stands among the counts.
const DELETIONS = [
  ["rejected", "Deletion refused", "deletes_refused"],
  ["waiting", "Deletion waits", "deletes_waiting"],
];

// `dates`: those of a series; `hurry`: some record's time to report is nearly over.
export function Filters({ counts, dates, held, hurry, filter, search, onSearch, onChange }) {
  const { vocabulary } = useShared();
  const states = Object.keys(STATES).filter((state) => counts.states[state] > 0 || state === filter.state);
  const codes = new Map(held.map(({ code, count }) => [code, count]));
  if (filter.problem && !codes.has(filter.problem)) codes.set(filter.problem, 0);
  const problems = [...codes].map(([code, count]) => (
    { value: code, label: nameOf(code, vocabulary) + (count ? ` (${number(count)})` : "") }));
  const days = dates.includes(filter.completed) || !filter.completed ? dates : [...dates, filter.completed];
  const dated = days.length > 1 || filter.completed;
  const none = { state: "", problem: "", proposed: "", deletion: "", letter: "", due: "" };
  const show = (state) => onChange({ ...none, state });
  return html`<div class="filters">
    <div class="state-filter" role="group" aria-label="Show">
      <${Toggle} on=${!["state", "proposed", "deletion", "letter", "due"].some((name) => filter[name])} words="All" count=${counts.total} onClick=${() => show("")} />
      ${states.map((state) => html`<${Toggle} key=${state} on=${filter.state === state} words=${STATES[state]}
        count=${counts.states[state]} onClick=${() => show(state)} />`)}
      ${(counts.proposals > 0 || filter.proposed) && html`<${Toggle} on=${filter.proposed} words="Learner answered"
        count=${counts.proposals} onClick=${() => onChange({ ...none, proposed: "true" })} />`}
      ${DELETIONS.map(([status, words, count]) => (counts[count] > 0 || filter.deletion === status) && html`
        <${Toggle} key=${status} on=${filter.deletion === status} words=${words} count=${counts[count]}
          onClick=${() => onChange({ ...none, deletion: status })} />`)}
      ${filter.letter && html`<${Toggle} on=${true} words="Letter failed" onClick=${() => show("")} />`}
      ${(hurry || filter.due) && html`<${Toggle} on=${filter.due} words="Due soon"
        onClick=${() => onChange({ ...none, due: SOON - 1 })} />`}
    </div>
    <div class=${dated ? "finders dated" : "finders"}>
      <${Input} type="search" name="search" label="Search" value=${search} onChange=${onSearch} spellcheck="false"
        hint="Part of a name, or a whole reference, license number, NPI or email" />
      ${dated && html`<${Select} name="completed" label="Date" empty="Any" value=${filter.completed}
        choices=${days.map((day) => ({ value: day, label: weekday(day) }))}
        onChange=${(completed) => onChange({ completed })} />`}
      <${Select} name="problem" label="Problem" empty="Any or none" choices=${problems} value=${filter.problem}
        onChange=${(problem) => onChange({ problem })} />
      <${Select} name="sort" label="Order" choices=${ORDERS} value=${filter.sort}
        onChange=${(sort) => onChange({ sort })} />
    </div>
  </div>`;
}

function Toggle({ on, words, count, onClick }) {
  return html`<button type="button" class="toggle" aria-pressed=${on ? "true" : "false"} onClick=${onClick}>
    ${words}${count !== undefined && html` <b>${number(count)}</b>`}</button>`;
}
