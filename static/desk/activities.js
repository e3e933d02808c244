// What needs the coordinator, then every activity, those with something to do first.
import { html } from "./ui.js";
import { Empty, Failure, Heading, Loading } from "./components.js";
import { ago, date, dates, number, plural } from "./format.js";
import { useLoad } from "./hooks.js";
import { Needs } from "./needs.js";
import { Link } from "./router.js";

export const PHASES = { draft: "Draft", not_yet: "Not open yet", open: "Open", closed: "Closed" };

export function Activities() {
  const { data, error, reload } = useLoad("/activities");
  const items = data?.items ?? [];
  const sorted = [...items.filter(needsSomebody).sort(byUrgency), ...items.filter((one) => !needsSomebody(one))];
  return html`
    <div class="screen-head">
      <${Heading}>Activities<//>
      ${items.length > 0 && html`<${Link} href="/desk/activities/new" class="button primary">New activity<//>`}
    </div>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} what="Loading activities" />`}
    ${data && items.length === 0 && html`<${Empty} title="Start with your first activity">
      <p>Describe it once, as PARS knows it. You get a QR code for the hall, and a file for PARS at the end.</p>
      <${Link} href="/desk/activities/new" class="button primary">Set up an activity<//>
    <//>`}
    ${items.length > 0 && html`<${Needs} />
      <section class="activity-group">
        <h2>All activities <span class="count">${number(items.length)}</span></h2>
        <ul class="activity-list">${sorted.map((activity) => html`<${Row} key=${activity.id} activity=${activity} />`)}</ul>
      </section>`}`;
}

function Row({ activity }) {
  const { total, last_arrival: last } = activity.counts;
  return html`<li class="activity-row">
    <div class="what">
      <${Link} href=${`/desk/activities/${activity.id}/${whereTo(activity)}`} class="title">${activity.title}<//>
      <p class="meta">${dates(activity)} · ${activity.provider_name}
        <span class=${`phase ${activity.phase}`}>${PHASES[activity.phase]}</span></p>
    </div>
    <p class="total"><b>${number(total)}</b> ${total === 1 ? "learner" : "learners"}
      <span class="meta">${last ? ago(last, activity.timezone) : "nobody yet"}</span></p>
    <p class="deadline">${deadline(activity)}</p>
  </li>`;
}

const unreported = ({ counts: { states } }) =>
  (states.needs_attention ?? 0) + (states.ready ?? 0) + (states.rejected ?? 0);

function needsSomebody(activity) {
  return unreported(activity) + activity.counts.proposals + activity.counts.deletes_refused > 0;
}

// The nearest deadline first, then the most work.
function byUrgency(one, other) {
  return (one.days_left ?? 999) - (other.days_left ?? 999) || unreported(other) - unreported(one);
}

function whereTo({ counts: { states, total, proposals, deletes_refused: refused } }) {
  if (states.needs_attention || states.rejected || proposals || refused) return "review";
  if (states.ready) return "report";
  return total ? "evaluate" : "collect";
}

export function deadline(activity) {
  if (!activity.report_by || !unreported(activity)) return "";
  const left = activity.days_left;
  if (left < 0) return html`<span class="late">Report was due ${date(activity.report_by)}</span>`;
  return html`${left === 0 ? "Report today" : `${plural(left, "day")} left`}
    <span class="meta">by ${date(activity.report_by)}</span>`;
}
