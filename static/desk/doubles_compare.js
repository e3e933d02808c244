// One group side by side: which record to keep, which answer of each, what would come of it; then merge, or tell apart.
import { html, useEffect, useState } from "./ui.js";
import { post, unless } from "./api.js";
import { Button, Chip, Notice } from "./components.js";
import { ErrorSummary, Input, problemsByField } from "./forms.js";
import { Answers } from "./doubles_answers.js";
import { ROWS } from "./doubles_rows.js";
import { LEVELS } from "./problems.js";

export function Compare({ records, activity, onClose, onDone, onStale }) {
  const [keep, setKeep] = useState(records[0].id);
  const [taken, setTaken] = useState({});
  const [reason, setReason] = useState("");
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState("");
  const kept = records.find(({ id }) => id === keep) ?? records[0];
  const others = records.filter((one) => one !== kept);
  // An answer that nobody has chosen is the kept record's, or where that has none, the first there is.
  const sourceOf = (row) => taken[row.key] ?? [kept, ...others].find(row.given)?.id ?? kept.id;
  const choices = Object.fromEntries(ROWS.flatMap((row) => row.fields.map((field) => [field, sourceOf(row)])));
  const preview = usePreview(kept.id, others.map(({ id }) => id), choices);

  const send = async (work, kind, words) => {
    if (!reason.trim()) {
      setError({ message: "Write a few words.", problems: [{ field: "reason", message: "Write a few words." }] });
      return;
    }
    setBusy(kind);
    try {
      await work();
      onDone(words, kind === "merge" ? kept.id : "");
    } catch (problem) {
      setError(problem);
      setBusy("");
      if (problem.status === 412) onStale();
    }
  };
  const seen = (all) => all.map(({ id, version }) => ({ id, version }));
  const merge = () => post(`/records/${kept.id}/merge`, { others: seen(others), choices, reason: reason.trim() }, unless(kept.version));
  const apart = () => post(`/activities/${activity.id}/doubles/apart`, { records: seen(records), reason: reason.trim() });
  const leave = (event) => { if (event.key === "Escape" && !reason) onClose(); };
  const wrong = problemsByField(error).reason ?? (error && !error.status ? error.message : undefined);
  return html`<form novalidate onKeyDown=${leave}
      onSubmit=${(event) => { event.preventDefault(); send(merge, "merge", "Merged into one."); }}>
    <${Answers} records=${records} activity=${activity} kept=${kept} onKeep=${setKeep} sourceOf=${sourceOf}
      onTake=${(row, id) => setTaken((old) => ({ ...old, [row.key]: id }))} />
    <${Result} preview=${preview} />
    ${error?.status && html`<${ErrorSummary} error=${error} />`}
    <${Input} name="reason" label="Why?" hint="It stands in the history of each" value=${reason} onChange=${setReason}
      error=${wrong} maxlength="500" />
    <div class="buttons">
      <${Button} kind="primary" type="submit" busy=${busy !== ""}>Merge into one<//>
      <${Button} busy=${busy !== ""} onClick=${() => send(apart, "apart", "Kept as different people.")}>Different people<//>
      <${Button} kind="quiet" onClick=${onClose}>Close<//>
    </div>
  </form>`;
}

// What the server would make of these choices; asked anew with every choice.
function usePreview(keep, others, choices) {
  const [found, setFound] = useState({ data: null, error: null });
  const asked = JSON.stringify({ others, choices });
  useEffect(() => {
    const control = new AbortController();
    post(`/records/${keep}/merge/preview`, JSON.parse(asked), { signal: control.signal })
      .then((data) => setFound({ data, error: null }))
      .catch((error) => { if (!control.signal.aborted) setFound({ data: null, error }); });
    return () => control.abort();
  }, [keep, asked]);
  return found;
}

function Result({ preview: { data, error } }) {
  if (error) return html`<${Notice} kind="warn"><p>${error.message}</p><//>`;
  if (!data) return html`<p class="meta" role="status">Checking the result…</p>`;
  return html`<div class="merge-result" aria-live="polite">
    <p><strong>The result</strong> <${Chip} state=${data.state} /></p>
    ${data.problems.length > 0 && html`<ul>${data.problems.map(({ code, level, message }) => html`<li key=${code}>
      <strong class=${`level ${level}`}>${LEVELS[level]}:</strong> ${message}</li>`)}</ul>`}
    ${data.consequences.length > 0 && html`<ul>${data.consequences.map((words) => html`<li key=${words}>${words}</li>`)}</ul>`}
  </div>`;
}
