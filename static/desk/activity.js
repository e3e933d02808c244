// One activity: its name, and the five steps of a pilot that are its navigation.
import { html } from "./ui.js";
import { PHASES } from "./activities.js";
import { Answer } from "./answer.js";
import { CloseOut } from "./close_out.js";
import { Collect } from "./collect.js";
import { Failure, Heading, Hidden, Loading } from "./components.js";
import { Doubles } from "./doubles.js";
import { Evaluate } from "./evaluate.js";
import { dates, number } from "./format.js";
import { NotFound } from "./frame.js";
import { useLoad } from "./hooks.js";
import { Report } from "./report.js";
import { Review } from "./review.js";
import { Link } from "./router.js";
import { SetUp } from "./setup.js";
import { Sheet } from "./sheet.js";
import { Typing } from "./typing.js";

const STEPS = [
  ["set-up", "Set up", SetUp],
  ["collect", "Collect", Collect],
  ["review", "Review", Review],
  ["report", "Report", Report],
  ["evaluate", "Evaluate", Evaluate],
];
// Screens within a step: their own address, the step they belong to.
const WITHIN = [
  ["sheet", "collect", Sheet],
  ["doubles", "review", Doubles],
  ["typing", "report", Typing],
  ["answer", "report", Answer],
  ["close-out", "report", CloseOut],
];

export function ActivityScreen({ id, step, query }) {
  const { data: activity, error, reload, set } = useLoad(`/activities/${encodeURIComponent(id)}`);
  const [, within, Screen] = [...STEPS, ...WITHIN].find(([key]) => key === step) ?? [];
  if (!Screen || error?.status === 404) return html`<${NotFound} />`;
  if (!activity && error) return html`<${Heading}>Activity<//><${Failure} error=${error} retry=${reload} />`;
  if (!activity) return html`<${Loading} what="Loading the activity" />`;
  return html`
    <div class="activity-head">
      <p class="activity-title">${activity.title}</p>
      <p class="meta">
        ${dates(activity)} · ${activity.provider_name} · Activity ID ${activity.accme_activity_id}
        <span class=${`phase ${activity.phase}`}>${PHASES[activity.phase]}</span></p>
    </div>
    <${Steps} activity=${activity} current=${WITHIN.some(([key]) => key === step) ? within : step} />
    <${Failure} error=${error} retry=${reload} />
    <${Screen} key=${step} activity=${activity} query=${query} reload=${reload} replace=${set} />`;
}

function Steps({ activity, current }) {
  const { states, total } = activity.counts;
  const counts = {
    collect: [total, "received"],
    review: [(states.needs_attention ?? 0) + (states.rejected ?? 0), "need attention", "warn"],
    report: [states.ready ?? 0, "ready", "ok"],
  };
  return html`<nav class="steps" aria-label="Steps of this activity"><ol>
    ${STEPS.map(([key, words]) => {
      const [count, unit, kind = ""] = counts[key] ?? [0];
      return html`<li key=${key}><${Link} href=${`/desk/activities/${activity.id}/${key}`}
          aria-current=${key === current ? "step" : undefined}>${words}${count > 0 && html`
        <span class=${`badge ${kind}`}>${number(count)}<${Hidden}> ${unit}<//></span>`}<//></li>`;
    })}
  </ol></nav>`;
}
