// The ACCME's own learner file, downloaded from PARS by a coordinator: where it is there, exports fill it.
import { html, useRef, useState } from "./ui.js";
import { call, query, remove } from "./api.js";
import { Announce, Button, Failure, Heading, Loading, Refusal } from "./components.js";
import { instant } from "./format.js";
import { useLoad } from "./hooks.js";
import { PrevalidationColumns } from "./prevalidation.js";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export function ParsFile() {
  const { data, error, reload, set } = useLoad("/pars-template");
  const [refused, setRefused] = useState(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const input = useRef(null);
  const template = data?.template;

  const run = async (work, words) => {
    setBusy(true);
    setRefused(null);
    setSaid("");
    try {
      set(await work());
      setSaid(words);
    } catch (problem) {
      setRefused(problem);
    }
    setBusy(false);
  };
  const upload = async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const sent = { body: file, headers: { "Content-Type": XLSX } };
    await run(() => call("POST", `/pars-template${query({ name: file.name })}`, sent),
      "Uploaded. The next file fills this one.");
    input.current.value = "";
  };
  const drop = () => run(async () => {
    await remove("/pars-template");
    return { template: null };
  }, "Removed. The built-in layout serves again.");

  return html`
    <div class="screen-head"><${Heading}>PARS file<//></div>
    <p class="lead-in">
      Downloads use a built-in layout of the ACCME's learner file. If you upload the file that you downloaded from
      PARS today, attest fills that one instead: its headings, other sheets and drop-downs stay, and its lists of
      states, boards and credit types are used.
    </p>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && html`<section class="card" aria-labelledby="current">
      <h2 id="current">${template ? "In use: the ACCME's own file" : "In use: the built-in layout"}</h2>
      ${template && html`<dl class="facts-list">
        <div><dt>File</dt><dd>${template.name}</dd></div>
        <div><dt>Uploaded</dt><dd>${instant(template.uploaded_at)} by ${template.actor}</dd></div>
        <div><dt>SHA-256</dt><dd><code>${template.sha256}</code></dd></div></dl>`}
      <${Refusal} error=${refused} lead="This file cannot be used. What was in use before still is." />
      ${said && html`<p class="said">${said}</p>`}
      <${Announce}>${busy ? "Uploading" : said}<//>
      <div class="buttons">
        <label class=${`button file-button ${template ? "plain" : "primary"}`}>
          ${busy ? "Uploading…" : template ? "Replace it" : "Upload the ACCME's file"}
          <input type="file" class="visually-hidden" accept=".xlsx" ref=${input} onChange=${upload} /></label>
        ${template && html`<${Button} kind="quiet" busy=${busy} onClick=${drop}>Go back to the built-in layout<//>`}
      </div>
    </section>`}
    <${PrevalidationColumns} />`;
}
