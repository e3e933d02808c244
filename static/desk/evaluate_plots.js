// The plots of one activity, by the same figures as the pilot's: over days, from opening to the receipt, what was noticed.
import { html } from "./ui.js";
import { query } from "./api.js";
import { Failure } from "./components.js";
import { useLoad } from "./hooks.js";
import { Arrivals, Funnel, ThirtyDays } from "./pilot_plots.js";
import { asRows } from "./pilot_problems.js";
import { Shares } from "./shares.js";

const NO_HICCUPS = [];

export function ActivityPlots({ activity, vocabulary }) {
  const { data, error, reload } = useLoad(`/pilot${query({ activity: activity.id })}`);
  if (!data) return html`<${Failure} error=${error} retry=${reload} />`;
  return html`<section class="evaluate-part" aria-labelledby="activity-plots">
    <h2 id="activity-plots">From the form to PARS</h2>
    <div class="plots">
      ${data.arrivals.length > 1 && html`<${Arrivals} arrivals=${data.arrivals} hiccups=${NO_HICCUPS} />`}
      <${ThirtyDays} ages=${data.ages} />
      <${Funnel} form=${data.total.form} />
      <${Shares} title="What was noticed, by answer" unit="Answer and rule"
        rows=${asRows(data.problems, vocabulary, (one) => one.noticed)} />
    </div>
  </section>`;
}
