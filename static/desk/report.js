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
    return html`<div class="screen-head"><${Heading}>Report</${Heading}></div>
      ${readiness.error ? html`<${Failure} error=${readiness.error} retry=${readiness.reload} />` : html`<${Loading} />`}`;
  }
  const rows = ready.ready + ready.deletes;
  return html`
    <div class="screen-head"><${Heading}>Report</${Heading}><p class="deadline">${deadline(activity)}</p></div>
    <div class="report">
      <section class="card next-file" aria-labelledby="next-file">
        <h2 id="next-file">${ready.last_export ? "New since the last file" : "The file for PARS"}</h2>
        <p class="live"><span class="big-count">${number(rows)}</span>
          <span>${rows === 1 ? "row" : "rows"} will be in the file${ready.deletes > 0 ? `, ${number(ready.deletes)} of them to delete what was corrected` : ""}</span></p>
        ${ready.last_export && html`<p class="meta">The last one was made ${ago(ready.last_export.created_at, activity.timezone)} with ${plural(ready.last_export.rows, "row")}.</p>`}
        <${Failure} error=${error} />
        ${made && html`<${Made} made=${made} activity=${activity} />`}
        <${Button} kind=${rows ? "primary" : "plain"} busy=${busy || rows === 0} onClick=${write}>${rows ? "Download the PARS file" : "Nothing to download"}</${Button}>
        <p class="meta">${template.data?.template ? `Fills ${template.data.template.name}, the ACCME file you uploaded.` : "Uses the built-in layout of the ACCME's learner file."}
          ${" "}<${Link} href="/desk/pars-file">${template.data?.template ? "Change it" : "Use the ACCME's own file"}</${Link}></p>
        <${Announce}>${busy ? "Writing the file" : made ? `The file with ${plural(made.rows, "row")} is written.` : ""}</${Announce}>
      </section>
      <${Held} activity=${activity} ready=${ready} />
    </div>
    <${Exports} activity=${activity} load=${exports} />`;
}

function Made({ made, activity }) {
  const left = made.left_out ?? [];
  return html`<${Notice} kind="ok"><p>${made.filename} is on its way to your downloads. Upload it in PARS under Learners.</p></${Notice}>
    ${left.length > 0 && html`<${Notice} kind="warn"><p>${plural(left.length, "record")} left out, because your ACCME file does not list a value:</p>
      <ul>${left.map((one) => html`<li key=${one.record_id}><${Link} href=${`/desk/activities/${activity.id}/review?record=${one.record_id}`}>${one.reference}</${Link}> ${one.problems.map((problem) => problem.message).join(" ")}</li>`)}</ul></${Notice}>`}`;
}

// A link that is followed at once: the browser saves the file and the page stays.
export function fetchFile(one) {
  const link = document.createElement("a");
  link.href = new URL(one.file_url, location.origin).pathname;
  link.download = one.filename;
  link.click();
}

function Held({ activity, ready }) {
  const base = `/desk/activities/${activity.id}/review`;
  const { states } = ready;
  const held = ready.held.filter((one) => one.state === "needs_attention" || one.state === "rejected");
  const settled = [
    ...[["exported", "Already reported"], ["accepted", "Accepted by PARS"], ["set_aside", "Set aside by a coordinator"]]
      .filter(([state]) => states[state] > 0).map(([state, words]) => [`state=${state}`, states[state], words]),
    ...ready.held.filter((one) => one.state === "not_for_pars").map((one) => [`state=not_for_pars&problem=${one.code}`, one.count, one.message]),
  ];
  const waiting = (states.needs_attention ?? 0) + (states.rejected ?? 0);
  return html`<section class="card" aria-labelledby="held">
    <h2 id="held">Not in the file</h2>
    ${waiting === 0 && html`<p>No record is held back.</p>`}
    ${waiting > 0 && html`<p><${Link} href=${`${base}?state=needs_attention`}><b>${number(waiting)}</b> ${waiting === 1 ? "record needs" : "records need"} you first</${Link}></p>
      <ul class="reasons">${held.map((one) => html`<li key=${`${one.state} ${one.code}`}><${Link} href=${`${base}?state=${one.state}&problem=${one.code}`}>
        <b class="amount">${number(one.count)}</b><span>${one.message}<span class="meta">${LEVELS[one.level]}</span></span></${Link}></li>`)}</ul>`}
    ${settled.length > 0 && html`<h3>Nothing to do</h3>
      <ul class="reasons quiet">${settled.map(([filter, count, words]) => html`<li key=${filter}><${Link} href=${`${base}?${filter}`}>
        <b class="amount">${number(count)}</b><span>${words}</span></${Link}></li>`)}</ul>`}
  </section>`;
}
