// Competencies: which of them a year of activities addresses, to plan the next one.
import { html, useState } from "./ui.js";
import { query } from "./api.js";
import { Bar, Failure, Heading, Loading } from "./components.js";
import { number, plural } from "./format.js";
import { Select } from "./forms.js";
import { useLoad } from "./hooks.js";

export function Competencies() {
  const [year, setYear] = useState("");
  const { data, error, reload } = useLoad(`/competencies${query({ year })}`);
  return html`
    <div class="screen-head"><${Heading}>Competencies<//></div>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && html`
      <${Select} name="year" label="Year" width="short" value=${String(data.year)} onChange=${setYear}
        choices=${data.years.map((one) => ({ value: String(one), label: String(one) }))} />
      <${Emphasis} data=${data} />
      ${data.untagged > 0 && html`<p class="meta">${plural(data.untagged, "activity", "activities")} of ${data.year}${" "}
        ${data.untagged === 1 ? "names" : "name"} no competency. Choose them under Set up, at the end.</p>`}`}`;
}

function Emphasis({ data }) {
  const most = Math.max(1, ...data.items.map((one) => one.sessions));
  const missing = data.items.filter((one) => one.listed && !one.activities);
  return html`<section class="card competencies"><table class="shares">
      <caption>Sessions of ${data.year} by competency</caption>
      <thead><tr><th scope="col">Competency</th><th scope="col" class="amount">Activities</th>
        <th scope="col" class="amount">Sessions</th><th scope="col" class="amount">Learners</th></tr></thead>
      <tbody>${data.items.map((one) => html`<tr key=${one.name}>
        <th scope="row">${one.name}<${Bar} share=${one.sessions / most} kind=${one.listed ? "" : "state-set_aside"} /></th>
        <td class="amount">${number(one.activities)}</td><td class="amount">${number(one.sessions)}</td>
        <td class="amount">${number(one.learners)}</td></tr>`)}</tbody></table>
    ${data.activities > 0 && missing.length > 0 && html`<p><b>Not addressed in ${data.year}:</b>${" "}
      ${missing.map((one) => one.name).join("; ")}.</p>`}
  </section>`;
}
