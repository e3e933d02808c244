// What is in a spreadsheet: which column holds what, what is the same for everybody, and who gave permission.
import { html, useState } from "./ui.js";
import { Button, Failure, Notice } from "./components.js";
import { ErrorSummary, Input, problemsByField, Radios, Select } from "./forms.js";
import { useShared } from "./frame.js";

// What may be said once for all rows, where no column holds it.
const FOR_ALL = ["profession", "license_state", "credits", "completion_date"];

export function SheetColumns({ sheet, activity, onSave, onCancel }) {
  const { vocabulary } = useShared();
  const [mapping, setMapping] = useState(sheet.mapping);
  const [same, setSame] = useState(sheet.same);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const headings = sheet.columns.map(({ heading, samples }) =>
    ({ value: heading, label: samples.length ? `${heading}: ${samples.join(", ")}` : `${heading}: empty` }));
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const left = Object.entries(same).filter(([key, value]) => value && !mapping[key]);
    try {
      await onSave({ mapping, same: Object.fromEntries(left) });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const wrong = problemsByField(error);
  const set = (key) => (value) => setSame((old) => ({ ...old, [key]: value }));
  const offered = FOR_ALL.filter((key) => !mapping[key] && !(key === "completion_date" && isOneDay(activity)));
  return html`<form class="card answer-columns sheet-columns" onSubmit=${save} novalidate aria-labelledby="columns-title">
    <h2 id="columns-title">Which column is which?</h2>
    <p class="meta">attest remembers it for every spreadsheet with these headings. A year of birth is never kept.</p>
    ${sheet.needed.length > 0 && !error && html`<${Notice} kind="warn">
      <ul>${sheet.needed.map(({ code, message }) => html`<li key=${code}>${message}</li>`)}</ul>
    <//>`}
    <${ErrorSummary} error=${error} />
    <div class="columns">${sheet.fields.map(({ value, label }) => html`
      <${Select} key=${value} name=${value} label=${label} empty="Not in this spreadsheet" choices=${headings}
        value=${mapping[value] ?? ""} error=${wrong[value]}
        onChange=${(heading) => setMapping((old) => ({ ...old, [value]: heading }))} />`)}</div>
    ${offered.length > 0 && html`<fieldset class="rows"><legend>The same for everybody in it</legend>
      <p class="hint">Only where no column says it.</p>
      <div class="columns">${offered.map((key) => html`
        <${ForAll} key=${key} name=${key} value=${same[key]} vocabulary=${vocabulary} activity=${activity}
          onChange=${set(key)} />`)}</div></fieldset>`}
    <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Use these columns<//>
      ${onCancel && html`<${Button} kind="quiet" onClick=${onCancel}>Cancel<//>`}</div>
  </form>`;
}

const isOneDay = (activity) => activity.dates.length === 1
  || (activity.format !== "enduring" && activity.starts_on === activity.ends_on);

// Of a series, what the date gives that gives most; each row is judged by its own date.
const most = ({ credits_max: usual, sessions }) => Math.max(usual, ...sessions.map((one) => one.credits_max ?? 0));

function ForAll({ name, value, vocabulary, activity, onChange }) {
  const field = { name: `all-${name}`, value, onChange };
  if (name === "credits") {
    return html`<${Input} ...${field} label=${`Credits of everybody, at most ${most(activity)}`} inputmode="decimal" width="short" />`;
  }
  if (name === "completion_date") return html`<${Input} ...${field} label="Completion date of everybody" type="date" width="short" />`;
  const [label, choices] = name === "profession"
    ? ["Profession of everybody", vocabulary.professions] : ["State of everybody's license", vocabulary.states];
  return html`<${Select} ...${field} label=${label} choices=${choices} empty="It differs" />`;
}

// What was understood, in one card, with the question of permission.
export function SheetPlan({ sheet, heading, onMap, onChange }) {
  const { vocabulary } = useShared();
  const [error, setError] = useState(null);
  const choose = async (consent) => {
    setError(null);
    try {
      await onChange({ consent });
    } catch (problem) {
      setError(problem);
    }
  };
  const labels = Object.fromEntries(sheet.fields.map(({ value, label }) => [value, label]));
  const used = new Set(Object.values(sheet.mapping));
  const unused = sheet.columns.map((column) => column.heading).filter((one) => !used.has(one));
  return html`<section class="card" aria-labelledby="plan-title">
    <h2 id="plan-title" tabindex="-1" ref=${heading}>What is in it</h2>
    <dl class="sheet-plan">
      ${Object.entries(sheet.mapping).map(([key, column]) => html`<div key=${key}>
        <dt>${labels[key]}</dt><dd>${column}</dd></div>`)}
      ${Object.entries(sheet.same).map(([key, value]) => html`<div key=${key}>
        <dt>${labels[key]}</dt><dd>${inWords(key, value, vocabulary)} <span class="meta">for everybody</span></dd></div>`)}
    </dl>
    ${unused.length > 0 && html`<p class="meta">Not used: ${unused.join(", ")}</p>`}
    <div class="buttons"><${Button} onClick=${onMap}>Change the columns<//></div>
    <${Failure} error=${error} />
    ${sheet.consent === "column"
      ? html`<p class="meta">Who permits the report is in the column “${sheet.mapping.consent}”.</p>`
      : html`<${Radios} name="consent" label="Did they permit the report to the ACCME and their boards?"
          value=${sheet.consent} onChange=${choose} choices=${[
            { value: "stated", label: "Yes, all of them", hint: "Kept as your word for it." },
            { value: "unknown", label: "Not known", hint: "They count as learners. Nobody is reported." },
          ]} />`}
  </section>`;
}

function inWords(key, value, vocabulary) {
  const choices = { profession: vocabulary.professions, license_state: vocabulary.states }[key] ?? [];
  return choices.find((choice) => choice.value === value)?.label ?? value;
}
