// What importing a spreadsheet would do, what the coordinator states, and the import itself, part by part.
import { html, useEffect, useRef, useState } from "./ui.js";
import { post, remove } from "./api.js";
import { Announce, Button, Failure, Figure } from "./components.js";
import { Checkbox, Textarea } from "./forms.js";
import { number, plural } from "./format.js";
import { go, Link } from "./router.js";

const FIGURES = [
  ["ready", "ready", "ok"],
  ["look", "need a look", "warn"],
  ["not_for_pars", "not for PARS", ""],
  ["stopped", "cannot be imported", "warn"],
  ["here", "here already", ""],
];

export function SheetImport({ sheet, activity, onImported }) {
  const [stated, setStated] = useState(false);
  const [words, setWords] = useState("");
  const [progress, setProgress] = useState(null);
  const [done, setDone] = useState(null);
  const [error, setError] = useState(null);
  const told = useRef(null);
  useEffect(() => { if (done !== null) told.current?.focus(); }, [done]);
  const { counts } = sheet;
  const waiting = counts.ready + counts.look + counts.not_for_pars;

  const run = async () => {
    setError(null);
    let fresh = 0;
    setProgress(0);
    try {
      for (let left = waiting; left > 0;) {
        const answer = await post(`/sheets/${sheet.id}/import`, { took_part: true, asked_in: words });
        fresh += answer.new;
        left = answer.left;
        setProgress(waiting - left);
      }
      await onImported();
      setDone(fresh);
    } catch (problem) {
      setError(problem);
      await onImported();
    }
    setProgress(null);
  };
  const discard = async () => {
    if (!confirm("Discard what is left of this spreadsheet? Who was imported stays.")) return;
    try {
      await remove(`/sheets/${sheet.id}`);
      go(`/desk/activities/${activity.id}/sheet`);
    } catch (problem) {
      setError(problem);
    }
  };
  const busy = progress !== null;
  return html`<section class="card" aria-labelledby="import-title">
    <h2 id="import-title">${waiting ? "What would happen" : done === null ? "Nothing new to import" : "Imported"}</h2>
    <${Announce}>${busy ? `${number(progress)} of ${number(waiting)} imported` : ""}<//>
    ${done !== null && html`<div class="panel ok" tabindex="-1" ref=${told} role="status">
      <p>${plural(done, "person", "people")} imported.${" "}
        <${Link} href=${`/desk/activities/${activity.id}/review`}>Review them<//></p></div>`}
    <div class="figures">
      ${sheet.imported > 0 && html`<${Figure} value=${number(sheet.imported)} label="imported" kind="ok" />`}
      ${FIGURES.filter(([key]) => counts[key] > 0).map(([key, label, kind]) => html`
      <${Figure} key=${key} value=${number(counts[key])} label=${label} kind=${kind} />`)}</div>
    <${Failure} error=${error} />
    ${waiting > 0 && html`
      ${sheet.consent !== "unknown" && html`<${Textarea} name="asked_in" rows="3" value=${words} onChange=${setWords}
        label="How was the permission worded? (optional)" hint="Copy the question from your form. It is kept with each record." />`}
      <${Checkbox} name="took_part" checked=${stated} onChange=${setStated}
        label="These people took part and claimed these credits." hint="Kept as your word for it." />
      <div class="buttons"><${Button} kind="primary" busy=${busy || !stated} onClick=${run}>
        ${busy ? `${number(progress)} of ${number(waiting)}…` : `Import ${plural(waiting, "person", "people")}`}<//></div>`}
    ${counts.stopped > 0 && html`<p class="meta">Correct the others below, or in the marked copy that you bring in again.</p>`}
    <div class="buttons">
      ${waiting + counts.stopped + counts.here > 0
        && html`<a class="button plain" href=${`/api/v1/sheets/${sheet.id}/marked`} download>Download the marked copy</a>`}
      <${Button} kind="quiet" busy=${busy} onClick=${discard}>Discard this spreadsheet<//></div>
  </section>`;
}
