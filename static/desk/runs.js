// Runs of PARS's web service: how each stands, while it runs and after.
import { html, useCallback, useEffect, useState } from "./ui.js";
import { post } from "./api.js";
import { Announce, Bar, Button, Failure } from "./components.js";
import { instant, number, plural } from "./format.js";
import { useLoad, usePoll } from "./hooks.js";
import { Link } from "./router.js";

const EVERY = 2000;
const WHAT = {
  "sandbox dry": "Dry run in the sandbox", "sandbox submit": "Trial in the sandbox",
  "production dry": "Dry run", "production submit": "Report",
};
const STATES = { waiting: "Waiting", running: "Under way", done: "Done", stopped: "Stopped" };
const COUNTS = [["accepted", "accepted", "ok"], ["refused", "refused", "warn"], ["failed", "failed", "warn"], ["sent", "with PARS", ""],
  ["waiting", "still to go", ""]];
// Nothing is accepted by a dry run, and in JSON it cannot even say whether PARS would find the learner.
const DRY = { accepted: "without objection" };
const BLIND = "This dry run says only what PARS has already, not whether it finds each learner.";
const underWay = ({ state }) => state === "waiting" || state === "running";

// {items, error, reload}. Asks again while a run is under way; `onDone` is called when the last has ended.
export function useRuns(activity, onDone) {
  const { data, error, reload } = useLoad(`/activities/${activity.id}/runs`);
  const items = data?.items ?? [];
  const active = items.some(underWay);
  const [wasActive, setWasActive] = useState(false);
  usePoll(reload, EVERY, active);
  useEffect(() => {
    if (wasActive && !active) onDone();
    setWasActive(active);
  }, [active]);
  return { items, error, reload };
}

export function Runs({ activity, runs, exports }) {
  if (runs.error) return html`<${Failure} error=${runs.error} retry=${runs.reload} />`;
  if (!runs.items.length) return null;
  return html`<section class="exports runs" aria-labelledby="runs-title">
    <h2 id="runs-title">By web service</h2>
    <ul>${runs.items.map((run) => html`<${Run} key=${run.id} run=${run} activity=${activity} reload=${runs.reload}
      file=${exports.find(({ id }) => id === run.export_id)} />`)}</ul>
  </section>`;
}

function Run({ run, activity, file, reload }) {
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const step = useCallback(async (verb) => {
    setBusy(true);
    setError(null);
    try {
      await post(`/runs/${run.id}/${verb}`);
    } catch (problem) {
      setError(problem);
    }
    await reload();
    setBusy(false);
  }, [run.id, reload]);
  const what = WHAT[`${run.environment} ${run.kind}`];
  const dry = run.kind === "dry";
  const settled = run.rows - run.left;
  const troubled = run.counts.refused + run.counts.failed;
  return html`<li class=${`card run ${run.state}`}>
    <div class="section-head"><h3>${what}
        ${run.service.stand_in && html` <span class="chip stand-in">${run.service.name}</span>`}</h3>
      <span class=${`run-state ${run.state}`}>${STATES[run.state]}</span></div>
    <p class="meta">${instant(run.started_at, activity.timezone)} by ${run.actor}${file && ` · ${plural(file.rows, "row")} of ${file.filename}`}</p>
    <${Bar} share=${run.rows ? settled / run.rows : 1} kind=${run.state === "done" ? "state-accepted" : ""} />
    <p class="run-counts">${number(settled)} of ${number(run.rows)} settled${COUNTS.filter(([key]) => run.counts[key] > 0)
      .map(([key, words, kind]) => html` · <span class=${kind}>${number(run.counts[key])} ${dry && DRY[key] || words}</span>`)}</p>
    <${Announce}>${underWay(run) ? "" : `${what}: ${STATES[run.state]}`}<//>
    ${dry && file?.format === "json" && html`<p class="meta">${BLIND}</p>`}
    ${run.message && html`<p>${run.message}</p>`}
    <${Failure} error=${error} />
    ${troubled > 0 && !underWay(run) && html`<${Troubles} run=${run} activity=${activity} />`}
    ${underWay(run) && html`<${Button} busy=${busy} onClick=${() => step("stop")}>Stop<//>`}
    ${run.state === "stopped" && html`<${Button} busy=${busy} onClick=${() => step("resume")}>Go on<//>`}
  </li>`;
}

function Troubles({ run, activity }) {
  const [open, setOpen] = useState(false);
  const { data, error, reload } = useLoad(open ? `/runs/${run.id}` : null);
  const count = run.counts.refused + run.counts.failed;
  return html`<details class="answer-group" onToggle=${(event) => setOpen(event.target.open)}>
    <summary>${plural(count, "row")} refused or failed</summary>
    <${Failure} error=${error} retry=${reload} />
    <ul>${data?.troubles.map((one) => html`<li key=${`${one.record_id} ${one.action}`}>
      <${Link} href=${`/desk/activities/${activity.id}/review?record=${one.record_id}`}>${one.reference}<//>${" "}
      ${one.words || one.message}</li>`)}</ul>
  </details>`;
}
