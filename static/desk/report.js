// Report: what will be in the file, what will not and why; the file; the files before it.
import { html, useState } from "./ui.js";
import { post } from "./api.js";
import { Announce, Button, Failure, Heading, Loading, Notice } from "./components.js";
import { deadline } from "./activities.js";
import { Exports } from "./exports.js";
import { ago, number, plural } from "./format.js";
import { useLoad } from "./hooks.js";
import { LEVELS } from "./problems.js";
import { Link } from "./router.js";

const BUILT_IN = "Uses the built-in layout of the ACCME's learner file.";

export function Report({ activity, reload }) {
  const readiness = useLoad(`/activities/${activity.id}/readiness`);
  const exports = useLoad(`/activities/${activity.id}/exports`);
  const template = useLoad("/pars-template");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [made, setMade] = useState(null);
  const write = async () => {
    setBusy(true);
    setError(null);
    try {
      const fresh = await post(`/activities/${activity.id}/exports`, { format: "xlsx", kind: "add" });
      setMade(fresh);
      fetchFile(fresh);
      reload();
      readiness.reload();
      exports.reload();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const ready = readiness.data;
  if (!ready) {
    return html`<div class="screen-head"><${Heading}>Report<//></div>
      ${readiness.error
        ? html`<${Failure} error=${readiness.error} retry=${readiness.reload} />`
        : html`<${Loading} />`}`;
  }
  const rows = ready.ready + ready.deletes;
  const last = ready.last_export;
  const own = template.data?.template;
  return html`
    <div class="screen-head"><${Heading}>Report<//><p class="deadline">${deadline(activity)}</p></div>
    <div class="report">
      <section class="card next-file" aria-labelledby="next-file">
        <h2 id="next-file">${last ? "New since the last file" : "The file for PARS"}</h2>
        <p class="live"><span class="big-count">${number(rows)}</span> <span>${willBe(rows, ready.deletes)}</span></p>
        ${last && html`<p class="meta">The last one was made ${ago(last.created_at, activity.timezone)}${" "}
          with ${plural(last.rows, "row")}.</p>`}
        <${Failure} error=${error} />
        ${made && html`<${Made} made=${made} activity=${activity} />`}
        <${Button} kind=${rows ? "primary" : "plain"} busy=${busy || rows === 0} onClick=${write}>
          ${rows ? "Download the PARS file" : "Nothing to download"}
        <//>
        <p class="meta">
          ${own ? `Fills ${own.name}, the ACCME file you uploaded.` : BUILT_IN}${" "}
          <${Link} href="/desk/pars-file">${own ? "Change it" : "Use the ACCME's own file"}<//>
        </p>
        <${Announce}>${busy ? "Writing the file" : made && `The file with ${plural(made.rows, "row")} is written.`}<//>
      </section>
      <${Held} activity=${activity} ready=${ready} />
    </div>
    <${Exports} activity=${activity} load=${exports} />`;
}

function willBe(rows, deletes) {
  const all = `${rows === 1 ? "row" : "rows"} will be in the file`;
  return deletes > 0 ? `${all}, ${number(deletes)} of them to delete earlier rows` : all;
}

function Made({ made, activity }) {
  const review = `/desk/activities/${activity.id}/review`;
  return html`
    <${Notice} kind="ok">
      <p>${made.filename} is on its way to your downloads. Upload it in PARS under Learners.</p>
    <//>
    ${made.left_out.length > 0 && html`<${Notice} kind="warn">
      <p>${plural(made.left_out.length, "record")} left out, because your ACCME file does not list a value:</p>
      <ul>${made.left_out.map((one) => html`<li key=${one.record_id}>
        <${Link} href=${`${review}?record=${one.record_id}`}>${one.reference}<//>${" "}
        ${one.problems.map((problem) => problem.message).join(" ")}
      </li>`)}</ul>
    <//>`}`;
}

// A link that is followed at once: the browser saves the file and the page stays.
export function fetchFile(one) {
  const link = document.createElement("a");
  link.href = new URL(one.file_url, location.origin).pathname;
  link.download = one.filename;
  link.click();
}

const SETTLED = [
  ["exported", "In a file already"],
  ["accepted", "Accepted by PARS"],
  ["set_aside", "Set aside by a coordinator"],
];

function Held({ activity, ready: { states, held } }) {
  const base = `/desk/activities/${activity.id}/review`;
  const waiting = (states.needs_attention ?? 0) + (states.rejected ?? 0);
  const row = ({ state, code, count, message: words, level }) =>
    ({ address: `${base}?state=${state}&problem=${code}`, count, words, level });
  const reasons = held.filter(({ state }) => state === "needs_attention" || state === "rejected").map(row);
  const settled = [
    ...SETTLED.filter(([state]) => states[state] > 0).map(([state, words]) => (
      { address: `${base}?state=${state}`, count: states[state], words })),
    ...held.filter(({ state }) => state === "not_for_pars").map((one) => ({ ...row(one), level: "" })),
  ];
  return html`<section class="card" aria-labelledby="held">
    <h2 id="held">Not in the file</h2>
    ${waiting === 0 ? html`<p>No record is held back.</p>` : html`
      <p><${Link} href=${`${base}?state=needs_attention`}>
        <b>${number(waiting)}</b> ${waiting === 1 ? "record needs" : "records need"} you first
      <//></p>
      <${Reasons} rows=${reasons} />`}
    ${settled.length > 0 && html`<h3>Nothing to do</h3><${Reasons} rows=${settled} kind="quiet" />`}
  </section>`;
}

function Reasons({ rows, kind = "" }) {
  return html`<ul class=${`reasons ${kind}`}>${rows.map(({ address, count, words, level }) => html`<li key=${address}>
    <${Link} href=${address}>
      <b class="amount">${number(count)}</b>
      <span>${words}${level && html`<span class="meta">${LEVELS[level]}</span>`}</span>
    <//></li>`)}</ul>`;
}
