// Evaluate: the figures of one activity, each as a number with a bar beside it.
import { html } from "./ui.js";
import { Empty, Failure, Figure, Heading, Loading, NotCounted, STATES } from "./components.js";
import { number } from "./format.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";
import { ActivityPlots } from "./evaluate_plots.js";
import { FormFigures, Opinions } from "./form_figures.js";
import { Series } from "./series.js";
import { Shares } from "./shares.js";

export function Evaluate({ activity }) {
  const { vocabulary } = useShared();
  const { data, error, reload } = useLoad(`/activities/${activity.id}/evaluation`);
  const series = activity.format === "series";
  const professions = Object.fromEntries(vocabulary.professions.map((one) => [one.value, one.label]));
  return html`
    <div class="screen-head"><${Heading}>Evaluate<//></div>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && data.stored === 0 && data.form.opened === 0 && html`<${Empty} title="No figures yet">
      <p>They stand here once learners have opened the form.</p>
    <//>`}
    ${data && data.stored > 0 && html`
      <div class="figures wide">
        <${Figure} value=${number(data.physicians + data.others)} label=${series ? "attestations" : "learners"} />
        <${Figure} value=${number(data.physicians)} label="physicians" />
        <${Figure} value=${number(data.others)} label=${data.others === 1 ? "other learner" : "other learners"} />
        <${Figure} value=${data.ready_share === null ? "none" : `${Math.round(data.ready_share * 100)}%`}
          label="of the PARS records ready or reported" kind="ok" />
        <${Figure} value=${number(data.consent.no)} label="said no to reporting" />
      </div>
      <p class="meta">PARS asks for the head-counts of physicians and other learners when the activity is closed.${series
        && " Here a learner counts once for each date."}</p>
      <${NotCounted} states=${data.states} />
      <div class="evaluate">
        <${Shares} title="Where the records stand" unit="State"
          rows=${byState(data.states).map((state) => [STATES[state], data.states[state], `state-${state}`])} />
        <${Shares} title="Who came" unit="Profession"
          rows=${byCount(data.professions).map(([key, count]) => [professions[key] ?? key, count])} />
        ${isOneDay(data.arrivals, activity.timezone) && html`<${Shares} title="When they attested" unit="Hour"
          rows=${data.arrivals.map((one) => [hour(one.hour, activity.timezone), one.count])} />`}
      </div>`}
    ${data && data.stored > 0 && html`<${Series} activity=${activity} />`}
    ${data && data.stored > 0 && html`<${ActivityPlots} activity=${activity} vocabulary=${vocabulary} />`}
    ${data && data.form.opened > 0 && html`<${FormFigures} form=${data.form} vocabulary=${vocabulary}
      hour=${(iso) => hour(iso, activity.timezone)} />`}
    ${data && data.opinions.given > 0 && html`<${Opinions} opinions=${data.opinions} />`}`;
}

const byState = (counts) => Object.keys(STATES).filter((state) => counts[state] > 0);
const byCount = (counts) =>
  Object.entries(counts).filter(([, count]) => count > 0).sort((one, other) => other[1] - one[1]);

// Several days are told by a plot, day by day.
function isOneDay(arrivals, timezone) {
  const day = new Intl.DateTimeFormat("en-US", { dateStyle: "short", timeZone: timezone });
  return new Set(arrivals.map((one) => day.format(new Date(one.hour)))).size === 1;
}

function hour(iso, timezone) {
  const shape = { month: "short", day: "numeric", hour: "numeric", timeZone: timezone };
  return new Intl.DateTimeFormat("en-US", shape).format(new Date(iso));
}
