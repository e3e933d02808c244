// By file: the next one, in the format that PARS is given; before it, a file for pre-validation.
import { html, useState } from "./ui.js";
import { post } from "./api.js";
import { Announce, Button, Notice, Refusal } from "./components.js";
import { download } from "./download.js";
import { ago, number, plural } from "./format.js";
import { Select } from "./forms.js";
import { useLoad } from "./hooks.js";
import { Link } from "./router.js";

const BUILT_IN = "Uses the built-in layout of the ACCME's learner file.";
export const FORMATS = {
  xlsx: "Excel", tab: "Tab-delimited text", json: "JSON", xml: "XML (Activity Report)", typed: "Typed by hand",
};
const CHOICES = ["xlsx", "tab", "json", "xml"].map((value) => ({ value, label: FORMATS[value] }));
const UPLOADED = ["xlsx", "tab"];
const DONE = {
  add: "Upload it in PARS under Learners, then come back with PARS's answer.",
  delete: "It only deletes: upload it in PARS under Learners, then come back with PARS's answer.",
  prevalidate: "It reports nobody: upload it in PARS to see who would match, then come back with the answer.",
};
const ONLY_SENT = " goes to PARS by its web service only. To upload a file by hand, choose Excel.";

export function FileWay({ activity, ready, service, onMade, onWay }) {
  const template = useLoad("/pars-template");
  const [format, setFormat] = useState("xlsx");
  const [busy, setBusy] = useState("");
  const [error, setError] = useState(null);
  const [made, setMade] = useState(null);
  const write = async (kind) => {
    setBusy(kind);
    setError(null);
    setMade(null);
    try {
      const asked = { format: kind === "prevalidate" ? "xlsx" : format, kind };
      const fresh = await post(`/activities/${activity.id}/exports`, asked);
      setMade(fresh);
      onMade();
      await download(fresh);
    } catch (problem) {
      setError(problem);
    }
    setBusy("");
  };
  const rows = ready.ready + ready.deletes;
  const last = ready.last_export;
  const own = template.data?.template;
  return html`
    <p class="live"><span class="big-count">${number(rows)}</span> <span>${willBe(rows, ready.deletes)}</span></p>
    ${last && html`<p class="meta">${before(last)} ${ago(last.created_at, activity.timezone)}.</p>`}
    <${Refusal} error=${error} />
    ${made && html`<${Made} made=${made} activity=${activity} service=${service} onWay=${onWay} />`}
    <${Button} kind=${rows ? "primary" : "plain"} busy=${busy !== "" || rows === 0} onClick=${() => write("add")}>
      ${rows ? "Download the PARS file" : "Nothing to download"}
    <//>
    <p class="meta">
      ${format !== "xlsx" ? `Written as ${FORMATS[format]}.` : own
        ? `Fills ${own.name}, the ACCME file you uploaded.`
        : BUILT_IN}${" "}
      ${format === "xlsx" && html`<${Link} href="/desk/pars-file">${own ? "Change it" : "Use the ACCME's own file"}<//>`}
    </p>
    <${Announce}>${busy ? "Writing the file" : made && `The file with ${plural(made.rows, "row")} is written.`}<//>
    <details class="more-files"><summary>Other formats and files</summary>
      <${Select} name="format" label="Format of the file" width="medium" choices=${CHOICES} value=${format}
        hint=${UPLOADED.includes(format) ? "" : FORMATS[format] + ONLY_SENT} onChange=${setFormat} />
      ${ready.deletes > 0 && html`<div><p>Only delete what was withdrawn or corrected, and add nothing yet.</p>
        <${Button} busy=${busy !== ""} onClick=${() => write("delete")}>
          Download ${plural(ready.deletes, "Delete row")}<//></div>`}
      <div><p>Before the first upload the ACCME recommends to pre-validate the learners. This file reports nobody.${" "}
          <${Link} href="/desk/pars-file">Choose its columns<//></p>
        <${Button} busy=${busy !== ""} onClick=${() => write("prevalidate")}>Download for pre-validation<//>
        <p><${Link} href=${`/desk/activities/${activity.id}/answer?kind=prevalidation`}>Bring in its answer<//></p></div>
    </details>`;
}

// What was reported last: a file, or ticks on the typing sheet.
function before({ format, rows }) {
  return format === "typed" ? `${plural(rows, "entry", "entries")} typed by hand`
    : `The last file, with ${plural(rows, "row")}, was made`;
}

function willBe(rows, deletes) {
  const all = `${rows === 1 ? "row" : "rows"} will be in the file`;
  if (!deletes) return all;
  if (deletes === rows) return rows === 1 ? `${all}, to delete an earlier one` : `${all}, all to delete earlier ones`;
  return `${all}, ${number(deletes)} of them to delete ${deletes === 1 ? "an earlier one" : "earlier ones"}`;
}

function Made({ made, activity, service, onWay }) {
  const review = `/desk/activities/${activity.id}/review`;
  return html`
    <${Notice} kind="ok"><p>${made.filename} is on its way to your downloads.</p>
      <${NextStep} made=${made} activity=${activity} service=${service} onWay=${onWay} /><//>
    ${made.left_out.length > 0 && html`<${Notice} kind="warn">
      <p>${plural(made.left_out.length, "record")} left out, because the file cannot hold a value:</p>
      <ul>${made.left_out.map((one) => html`<li key=${one.record_id}>
        <${Link} href=${`${review}?record=${one.record_id}`}>${one.reference}<//>${" "}
        ${one.problems.map((problem) => problem.message).join(" ")}
      </li>`)}</ul>
    <//>`}`;
}

// What to do with a file, by the way that PARS takes it.
function NextStep({ made, activity, service, onWay }) {
  const kind = made.kind === "prevalidate" ? "?kind=prevalidation" : "";
  if (UPLOADED.includes(made.format)) {
    return html`<p>${DONE[made.kind]}</p>
      <${Link} class="button" href=${`/desk/activities/${activity.id}/answer${kind}`}>Bring in PARS's answer<//>`;
  }
  const format = FORMATS[made.format];
  if (service?.format === made.format) {
    return html`<p>Do not upload it: it is sent from here.</p>
      <${Button} onClick=${() => onWay("service")}>Send it by web service<//>`;
  }
  return html`<p>${format} goes to PARS by its web service, which ${service?.format
    ? `is set to ${FORMATS[service.format]} here`
    : "is not set up here"}. Whoever looks after this server can change that; the file is kept below.</p>`;
}
