// Figures: what the pilot shows so far, as numbers and plots; activities and periods side by side.
import { html, useState } from "./ui.js";
import { query } from "./api.js";
import { Empty, Failure, Figure, Heading, Loading } from "./components.js";
import { date } from "./format.js";
import { Input } from "./forms.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";
import { Effect } from "./pilot_effect.js";
import { Arrivals, Ease, Funnel, ThirtyDays } from "./pilot_plots.js";
import { asRows } from "./pilot_problems.js";
import { FIGURES } from "./pilot_words.js";
import { Link } from "./router.js";
import { Shares } from "./shares.js";

const SHOWN = ["received", "completion", "seconds", "reportable", "firstTry", "accepted", "days", "ease", "hours"];

export function PilotFigures({ pilot, activities }) {
  const [span, setSpan] = useState({ from: "", until: "" });
  const address = query({ pilot: pilot.id, ...span });
  const { data, error, reload } = useLoad(`/pilot${address}`);
  const hiccups = useLoad(`/hiccups${query({ pilot: pilot.id })}`);
  const bind = (name, label) => ({ name, label, type: "date", width: "short", value: span[name],
    onChange: (value) => setSpan((old) => ({ ...old, [name]: value })) });
  return html`
    <div class="screen-head"><${Heading}>Figures<//>
      <a class="button plain" href=${`/api/v1/pilot/figures.csv${address}`} download>Download as CSV</a></div>
    <div class="span"><${Input} ...${bind("from", "From")} /><${Input} ...${bind("until", "Until")} /></div>
    <${Failure} error=${error ?? hiccups.error} retry=${reload} />
    ${(!data || !hiccups.data) && !error && html`<${Loading} />`}
    ${data && hiccups.data && (data.total.records.received + data.total.form.opened === 0
      ? html`<${Empty} title="No figures yet"><p>They stand here once learners have opened the form.</p><//>`
      : html`<${Whole} data=${data} hiccups=${hiccups.data.items} activities=${activities} />`)}
    ${data && hiccups.data && html`<${Periods} pilot=${pilot} hiccups=${hiccups.data.items} />`}`;
}

function Whole({ data, hiccups, activities }) {
  const { vocabulary } = useShared();
  return html`
    <div class="figures wide">${SHOWN.map((key) => html`
      <${Figure} key=${key} value=${FIGURES[key][2](data.total)} label=${FIGURES[key][1]} />`)}</div>
    <div class="plots">
      <${Arrivals} arrivals=${data.arrivals} hiccups=${hiccups} />
      <${ThirtyDays} ages=${data.ages} />
      <${Funnel} form=${data.total.form} />
      <${Ease} ease=${data.total.ease} />
      <${Shares} title="What the form sent back" unit="Field and rule" counted="Times"
        rows=${asRows(data.problems, vocabulary, (one) => one.refused)} />
      <${Shares} title="What was noticed in records" unit="Field and rule"
        rows=${asRows(data.problems, vocabulary, (one) => one.noticed)} />
    </div>
    ${data.activities.length > 1 && html`<${Side} activities=${data.activities} />`}
    ${data.comments.length > 0 && html`<${Comments} comments=${data.comments} activities=${activities} />`}`;
}

function Side({ activities }) {
  return html`<section class="pilot-part" aria-labelledby="side"><h2 id="side">Activity by activity</h2>
    <div class="table-wrap wide" tabindex="0" role="group" aria-label="Figures of each activity"><table>
      <thead><tr><th scope="col">Activity</th>${SHOWN.map((key) => html`
        <th scope="col" class="amount" key=${key}>${FIGURES[key][0]}</th>`)}</tr></thead>
      <tbody>${activities.map((one) => html`<tr key=${one.id}>
        <th scope="row"><${Link} href=${`/desk/activities/${one.id}/evaluate`}>${one.title}<//></th>
        ${SHOWN.map((key) => html`<td class="amount" key=${key}>${FIGURES[key][2](one.figures)}</td>`)}</tr>`)}</tbody>
    </table></div></section>`;
}

function Periods({ pilot, hiccups }) {
  const changes = hiccups.filter((one) => one.changed_on);
  const [day, setDay] = useState(changes[0]?.changed_on ?? "");
  return html`<section class="pilot-part" aria-labelledby="periods"><h2 id="periods">Before and after a day</h2>
    <${Input} name="day" type="date" label="Day" width="short" value=${day} onChange=${setDay} />
    ${changes.length > 0 && html`<p class="meta">Changed: ${changes.map((one, at) => html`${at > 0 && " · "}
      <button type="button" class="button quiet" onClick=${() => setDay(one.changed_on)}>${date(one.changed_on)}</button>`)}</p>`}
    ${day && html`<${Effect} key=${day} pilot=${pilot} day=${day} />`}</section>`;
}

function Comments({ comments, activities }) {
  const titles = Object.fromEntries(activities.map((one) => [one.id, one.title]));
  return html`<section class="pilot-part" aria-labelledby="comments"><h2 id="comments">What learners wrote</h2>
    <p class="meta">Who wrote it is not known. It stays out of the report and of the CSV file.</p>
    <ul class="card wrote">${comments.map((one, at) => html`<li key=${at}>${one.comment}
      <span class="meta">${titles[one.activity_id]}, ${date(one.given_on)}</span></li>`)}</ul></section>`;
}
