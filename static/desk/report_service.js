// By web service: a file is made once, tried, and sent; sandbox first, production only after a dry run.
import { html, useEffect, useRef, useState } from "./ui.js";
import { post } from "./api.js";
import { Announce, Button, Failure, Notice } from "./components.js";
import { instant, number, plural } from "./format.js";

const STEPS = [
  { environment: "sandbox", kind: "submit", words: "Try it in the sandbox" },
  { environment: "production", kind: "dry", words: "Dry run: ask PARS, report nobody" },
  { environment: "production", kind: "submit", words: "Send it to PARS" },
];

export function ServiceWay({ activity, ready, service, exports, runs, onMade }) {
  const [busy, setBusy] = useState("");
  const [error, setError] = useState(null);
  const rows = ready.ready + ready.deletes;
  const files = (exports.data?.items ?? []).filter((one) => one.format === service.format);
  const run = async (what, work) => {
    setBusy(what);
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(problem);
    }
    setBusy("");
  };
  const make = () => run("make", async () => {
    await post(`/activities/${activity.id}/exports`, { format: service.format, kind: "add" });
    onMade();
  });
  const start = (file, { environment, kind }) => run(`${file.id} ${environment} ${kind}`, async () => {
    await post(`/exports/${file.id}/runs`, { environment, kind });
    await runs.reload();
  });
  return html`
    <${StandIn} environments=${service.environments} />
    <p class="live"><span class="big-count">${number(rows)}</span>
      <span>${rows === 1 ? "row" : "rows"} new to send</span></p>
    <${Failure} error=${error} />
    <${Announce}>${busy ? "Working" : ""}<//>
    ${rows > 0 && html`<${Button} kind="primary" busy=${busy !== ""} onClick=${make}>
      Make a file of ${plural(rows, "row")} to send<//>`}
    ${files.map((file) => html`<${File} key=${file.id} file=${file} activity=${activity} service=${service}
      runs=${runs.items.filter((one) => one.export_id === file.id)} busy=${busy} onStart=${(step) => start(file, step)} />`)}`;
}

export function StandIn({ environments }) {
  if (!environments.some(({ service }) => service.stand_in)) return null;
  return html`<${Notice} kind="warn"><p><strong>A stand-in answers here, not PARS.</strong> Nothing is reported to the
    ACCME.</p><//>`;
}

// A file and its next step; the server refuses a step that comes too early, and says why.
function File({ file, activity, service, runs, busy, onStart }) {
  const [asked, setAsked] = useState(null);
  const done = (step) => runs.some((one) =>
    one.environment === step.environment && one.kind === step.kind && one.state === "done" && !one.counts.failed);
  const open = runs.some(({ state }) => state === "waiting" || state === "running");
  const steps = STEPS.filter(({ environment }) => service.environments.some((one) => one.environment === environment));
  const last = steps.at(-1);
  const next = done(last) ? null : steps.find((step) => !done(step));
  const start = (step) => {
    const { service: where } = service.environments.find(({ environment }) => environment === step.environment);
    if (step.environment === "sandbox" && !where.stand_in) setAsked(step);
    else onStart(step);
  };
  if (asked) {
    return html`<${RealLearners} file=${file} onCancel=${() => setAsked(null)} onSend=${() => {
      setAsked(null);
      onStart(asked);
    }} />`;
  }
  return html`<div class="service-file">
    <h3>${plural(file.rows, "row")}, made ${instant(file.created_at, activity.timezone)}</h3>
    ${next === null && html`<p class="said">${last.environment === "production" ? "Sent." : "Tried in the sandbox."}</p>`}
    ${open && html`<p class="meta">A run is under way, see below.</p>`}
    ${next && !open && html`<div class="buttons">${steps.filter((step) => !done(step)).map((step) => html`
      <${Button} key=${step.words} kind=${step === next ? "primary" : "plain"} busy=${busy !== ""}
        onClick=${() => start(step)}>${step.words}<//>`)}</div>`}
  </div>`;
}

// A sandbox is somebody else's computer, and no place for people's data.
function RealLearners({ file, onSend, onCancel }) {
  const own = useRef(null);
  useEffect(() => { own.current.focus(); }, []);
  return html`<div class="service-file panel warn" role="alertdialog" aria-labelledby="real-learners"
      aria-describedby="real-learners-why">
    <h3 id="real-learners" tabindex="-1" ref=${own}>Are these learners real?</h3>
    <p id="real-learners-why">The sandbox is for trials with made-up people. ${plural(file.rows, "row")} with names and license
      numbers would leave for it, and nothing would be reported.</p>
    <div class="buttons"><${Button} kind="primary" onClick=${onCancel}>Keep them here<//>
      <${Button} onClick=${onSend}>They are made up: send them<//></div>
  </div>`;
}
