// A series under Evaluate: what came in for each date, and how often its learners came.
import { html } from "./ui.js";
import { Failure, Figure, Hidden } from "./components.js";
import { number, plural, weekday } from "./format.js";
import { useLoad } from "./hooks.js";
import { Link } from "./router.js";

const COLUMNS = ["Attested", "For PARS", "Credits"];

// Nothing where there is one date only, or where each learner has a day of their own.
export function Series({ activity }) {
  const several = activity.format === "series" || (activity.format === "live" && activity.starts_on !== activity.ends_on);
  const { data, error, reload } = useLoad(several ? `/activities/${activity.id}/dates` : null);
  const base = `/desk/activities/${activity.id}/review`;
  if (error) return html`<${Failure} error=${error} retry=${reload} />`;
  if (!data?.dates.some((one) => one.attested > 0)) return null;
  return html`<section class="evaluate-part" aria-labelledby="by-date">
    <h2 id="by-date">By date</h2>
    <${Attendance} attendance=${data.attendance} base=${base} />
    <div class="evaluate">
      <section class="card"><table class="hours by-date"><caption>What came in for each date</caption>
        <thead><tr><th scope="col">Date</th>
          ${COLUMNS.map((words) => html`<th scope="col" class="amount" key=${words}>${words}</th>`)}</tr></thead>
        <tbody>${data.dates.map((one) => html`<tr key=${one.date}>
          <th scope="row"><${Link} href=${`${base}?completed=${one.date}`}>${weekday(one.date)}<//>
            ${one.title && html`<span class="meta">${one.title}</span>`}</th>
          <td class="amount">${number(one.attested)}</td><td class="amount">${number(one.for_pars)}</td>
          <td class="amount">${number(one.credits)}</td></tr>`)}</tbody>
      </table></section>
      <section class="card"><table class="hours by-date"><caption>How often they came</caption>
        <thead><tr><th scope="col">Dates</th><th scope="col" class="amount">Learners</th>
          <th scope="col" class="amount">Credits</th></tr></thead>
        <tbody>${data.attendance.by_times.map((one) => html`<tr key=${one.times}>
          <th scope="row">${plural(one.times, "date")}</th><td class="amount">${number(one.learners)}</td>
          <td class="amount">${number(one.credits)}</td></tr>`)}</tbody>
      </table></section>
    </div>
    <p class="meta">Without records set aside. A learner is known again by NPI, license number, or name and birthday;
      one without any of them by name and profession.</p>
  </section>`;
}

function Attendance({ attendance: { learners, over, most }, base }) {
  return html`<div class="figures wide">
      <${Figure} value=${number(learners)} label=${learners === 1 ? "learner over all dates" : "learners over all dates"} />
      ${most && html`<${Figure} value=${number(over)} label=${`with more than ${number(most)} credits`}
        kind=${over ? "warn" : ""} />`}
    </div>
    ${over > 0 && html`<p><${Link} href=${`${base}?problem=series_credits`}>Look at what is too much<//></p>`}`;
}

// In the panel of a record: on which other dates the same learner was, and what all of it comes to.
export function AlsoOn({ series, onOpen }) {
  if (!series?.others.length) return null;
  const most = series.most ? `, of ${number(series.most)} at most` : "";
  return html`<section class="also-on" aria-labelledby="also-on">
    <h3 id="also-on">Also on</h3>
    <ul>${series.others.map((one) => html`<li key=${one.id}>
      <button type="button" class="button quiet" onClick=${() => onOpen(one.id)}><${Hidden}>Open the record of <//>
        ${one.completion_date ? weekday(one.completion_date) : "an unknown date"}: ${plural(Number(one.credits), "credit")}</button></li>`)}</ul>
    <p class="meta">${`${number(series.credits)} credits in all${most}`}</p>
  </section>`;
}
