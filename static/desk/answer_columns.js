// Which heading of PARS's answer stands for what: asked once, remembered for files with the same headings.
import { html, useState } from "./ui.js";
import { call } from "./api.js";
import { Button, Notice } from "./components.js";
import { ErrorSummary, problemsByField, Select } from "./forms.js";
import { useShared } from "./frame.js";

export function AnswerColumns({ result, onSaved, onCancel }) {
  const { vocabulary } = useShared();
  const [mapping, setMapping] = useState(result.mapping);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  // What is asked for stands first.
  const asked = new Set(result.needs_mapping.map(({ field }) => field));
  const fields = [...vocabulary.result_columns].sort((one, other) => asked.has(other.value) - asked.has(one.value));
  const headings = result.columns.filter(Boolean).map((heading) => ({ value: heading, label: heading }));
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onSaved(await call("PUT", `/results/${result.id}/mapping`, { json: { mapping } }));
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const wrong = problemsByField(error);
  return html`<form class="card answer-columns" onSubmit=${save} novalidate aria-labelledby="columns-title">
    <h2 id="columns-title">Which column is which?</h2>
    <p class="meta">attest remembers it for every file with these headings.</p>
    ${result.needs_mapping.length > 0 && !error && html`<${Notice} kind="warn">
      <ul>${result.needs_mapping.map(({ code, field, message }) => html`<li key=${code + field}>${message}</li>`)}</ul>
    <//>`}
    <${ErrorSummary} error=${error} />
    <div class="columns">${fields.map(({ value, label }) => html`
      <${Select} key=${value} name=${value} label=${label} empty="Not in this file" choices=${headings}
        value=${mapping[value] ?? ""} error=${wrong[value]}
        onChange=${(heading) => setMapping((old) => ({ ...old, [value]: heading }))} />`)}</div>
    <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Use these columns<//>
      ${onCancel && html`<${Button} kind="quiet" onClick=${onCancel}>Cancel<//>`}</div>
  </form>`;
}
