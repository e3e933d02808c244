// Close out: what PARS needs to close the activity, on one page that prints.
import { html } from "./ui.js";
import { Button, CopyButton, Failure, Heading, Loading, Notice, STATES } from "./components.js";
import { date, dates, instant, number, plural } from "./format.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";
import { Link } from "./router.js";

const FORMATS = { live: "Live activity", series: "Regularly scheduled series", enduring: "Enduring material" };

export function CloseOut({ activity }) {
  const { data, error, reload } = useLoad(`/activities/${activity.id}/closing`);
  return html`
    <div class="screen-head"><${Heading}>Close out<//>
      ${data && html`<${Button} kind="plain no-print" onClick=${() => print()}>Print this page<//>`}</div>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && html`<div class="close-out">
      <${Verdict} left=${data.left} />
      <div class="close-out-cards">
        <${HeadCounts} data=${data} />
        <${AsInPars} activity=${activity} />
        <${Records} data=${data} activity=${activity} />
        <${Days} data=${data} />
      </div>
      <${Stamp} activity=${activity} recorded=${data.recorded} />
    </div>`}`;
}

function Verdict({ left }) {
  if (!left.length) {
    return html`<${Notice} kind="ok">
      <h2>This activity can be closed in PARS</h2>
      <p>Every record that PARS was to get is accepted. Enter the two head-counts below.</p>
    <//>`;
  }
  return html`<${Notice} kind="warn">
    <h2>Before you close this activity in PARS</h2>
    <ul>${left.map(({ code, message }) => html`<li key=${code}>${message}</li>`)}</ul>
  <//>`;
}

function HeadCounts({ data }) {
  return html`<section class="card" aria-labelledby="heads">
    <h2 id="heads">Head-counts for PARS</h2>
    <dl class="heads">
      <${Head} words="Physician learners" count=${data.physicians} />
      <${Head} words="Other learners" count=${data.others} />
    </dl>
    <p class="meta">Everybody who took part counts, whether reported to PARS or not.${data.set_aside > 0 && html`
      ${" "}${plural(data.set_aside, "record")} set aside ${data.set_aside === 1 ? "is" : "are"} left out.`}</p>
  </section>`;
}

function Head({ words, count }) {
  return html`<div><dt>${words}</dt>
    <dd><span class="big-count">${number(count)}</span>
      <span class="no-print"><${CopyButton} text=${String(count)} about=${`the number of ${words.toLowerCase()}`} /></span>
    </dd></div>`;
}

function AsInPars({ activity }) {
  const facts = [
    ["Activity ID", activity.accme_activity_id],
    ["Title", activity.title],
    ["Provider", `${activity.provider_name} (${activity.accme_provider_id})`],
    ["Kind", FORMATS[activity.format] ?? activity.format],
    ["Held", dates(activity)],
    ["Credits", `${activity.credits_max} ${activity.credit_type}`],
  ];
  return html`<section class="card" aria-labelledby="in-pars">
    <h2 id="in-pars">The activity in PARS</h2>
    <dl class="facts-list">${facts.map(([words, value]) => html`<div key=${words}><dt>${words}</dt><dd>${value}</dd></div>`)}</dl>
  </section>`;
}

function Records({ data, activity }) {
  const base = `/desk/activities/${activity.id}/review?state=`;
  const rows = [["accepted", data.accepted], ...Object.entries(data.waiting),
    ["not_for_pars", data.not_for_pars], ["set_aside", data.set_aside]].filter(([, count]) => count > 0);
  const deletions = [["waiting", "Deletes waiting for PARS", data.deletes_waiting],
    ["rejected", "Deletes PARS refused", data.deletes_refused]].filter(([, , count]) => count > 0);
  return html`<section class="card" aria-labelledby="stand">
    <h2 id="stand">Where the records stand</h2>
    ${rows.length === 0
      ? html`<p>Nobody has attested.</p>`
      : html`<table class="shares"><thead class="visually-hidden"><tr><th scope="col">State</th>
          <th scope="col">Records</th></tr></thead>
        <tbody>${rows.map(([state, count]) => html`<tr key=${state}>
          <th scope="row"><${Link} href=${base + state}>${STATES[state]}<//></th>
          <td class="amount">${number(count)}</td></tr>`)}
        ${deletions.map(([status, words, count]) => html`<tr key=${words}>
          <th scope="row"><${Link} href=${`/desk/activities/${activity.id}/review?deletion=${status}`}>${words}<//></th>
          <td class="amount">${number(count)}</td></tr>`)}</tbody></table>`}
    ${data.deletes > 0 && html`<p class="meta">${plural(data.deletes, "entry", "entries")} in PARS still to be deleted.</p>`}
  </section>`;
}

function Days({ data }) {
  return html`<section class="card" aria-labelledby="days">
    <h2 id="days">Time to report</h2>
    ${data.report_by === null
      ? html`<p>No record is waiting: nothing is due.</p>`
      : html`<p class="live"><span class=${`big-count ${data.days_left < 0 ? "over" : ""}`}>${number(Math.abs(data.days_left))}</span>
          <span>${data.days_left < 0 ? "days over" : data.days_left === 1 ? "day left" : "days left"}, due${" "}
            ${date(data.report_by)}</span></p>
        <p class="meta">Counted from the earliest completion that PARS has not accepted.${data.overdue > 0 && html`
          ${" "}${plural(data.overdue, "record")} ${data.overdue === 1 ? "is" : "are"} late.`}</p>`}
  </section>`;
}

// The hash, on paper, shows later that no action was taken out of the record of actions.
function Stamp({ activity, recorded }) {
  const { me } = useShared();
  return html`<p class="meta stamp">As of ${instant(new Date().toISOString(), activity.timezone)}, for ${me.name}.
    Record of actions up to number ${number(recorded.seq)}: <code>${recorded.hash}</code></p>`;
}
