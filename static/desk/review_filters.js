// By state, by problem, by search, in an order.
import { html } from "./ui.js";
import { STATES } from "./components.js";
import { number } from "./format.js";
import { Input, Select } from "./forms.js";
import { useShared } from "./frame.js";
import { nameOf } from "./problems.js";

const ORDERS = [
  { value: "-received", label: "Newest first" },
  { value: "received", label: "Oldest first" },
  { value: "name", label: "Name, A to Z" },
  { value: "-name", label: "Name, Z to A" },
];

export function Filters({ counts, held, filter, search, onSearch, onChange }) {
  const { vocabulary } = useShared();
  const states = Object.keys(STATES).filter((state) => counts.states[state] > 0 || state === filter.state);
  const codes = new Map(held.map(({ code, count }) => [code, count]));
  if (filter.problem && !codes.has(filter.problem)) codes.set(filter.problem, 0);
  const problems = [...codes].map(([code, count]) => (
    { value: code, label: nameOf(code, vocabulary) + (count ? ` (${number(count)})` : "") }));
  const show = (state) => onChange({ state, problem: "" });
  return html`<div class="filters">
    <div class="state-filter" role="group" aria-label="Show">
      <${Toggle} on=${!filter.state} words="All" count=${counts.total} onClick=${() => show("")} />
      ${states.map((state) => html`<${Toggle} key=${state} on=${filter.state === state} words=${STATES[state]}
        count=${counts.states[state]} onClick=${() => show(state)} />`)}
    </div>
    <div class="finders">
      <${Input} type="search" name="search" label="Search" value=${search} onChange=${onSearch} spellcheck="false"
        hint="Part of a name, or a whole reference, license number, NPI or email" />
      <${Select} name="problem" label="Problem" empty="Any or none" choices=${problems} value=${filter.problem}
        onChange=${(problem) => onChange({ problem })} />
      <${Select} name="sort" label="Order" choices=${ORDERS} value=${filter.sort}
        onChange=${(sort) => onChange({ sort })} />
    </div>
  </div>`;
}

function Toggle({ on, words, count, onClick }) {
  return html`<button type="button" class="toggle" aria-pressed=${on ? "true" : "false"} onClick=${onClick}>
    ${words} <b>${number(count)}</b></button>`;
}
