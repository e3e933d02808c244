// Form fields: label above, hint between, the error in words beside the field, all tied together for screen readers.
import { html, useEffect, useRef } from "./ui.js";
import { Hidden } from "./components.js";
import { ApiError } from "./api.js";

export const idOf = (name) => `field-${name.replaceAll(".", "-")}`;

// {field: message} of an ApiError's problems; the first one of a field counts.
export function problemsByField(error) {
  const found = {};
  for (const problem of error instanceof ApiError ? error.problems : []) found[problem.field] ??= problem.message;
  return found;
}

function described(name, hint, error) {
  const ids = [hint && `${idOf(name)}-hint`, error && `${idOf(name)}-error`].filter(Boolean).join(" ");
  return { id: idOf(name), name, "aria-describedby": ids || undefined, "aria-invalid": error ? "true" : undefined };
}

function About({ name, hint, error }) {
  return html`
    ${hint && html`<span class="hint" id=${`${idOf(name)}-hint`}>${hint}</span>`}
    ${error && html`<span class="wrong" id=${`${idOf(name)}-error`}><${Hidden}>Error: <//>${error}</span>`}`;
}

// Every field takes {name, label, hint, error, value, onChange(value)}; `width` is short, medium or full.
export function Input({ name, label, hint, error, value, onChange, type = "text", width = "full", ...rest }) {
  return html`<div class=${`field ${width}`}>
    <label for=${idOf(name)}>${label}</label>
    <${About} ...${{ name, hint, error }} />
    <input type=${type} value=${value ?? ""} autocomplete="off" ...${described(name, hint, error)} ...${rest}
      onInput=${(event) => onChange(event.target.value)} />
  </div>`;
}

export function Textarea({ name, label, hint, error, value, onChange, rows = 4, ...rest }) {
  return html`<div class="field full">
    <label for=${idOf(name)}>${label}</label>
    <${About} ...${{ name, hint, error }} />
    <textarea rows=${rows} value=${value ?? ""} ...${described(name, hint, error)} ...${rest}
      onInput=${(event) => onChange(event.target.value)}></textarea>
  </div>`;
}

const option = ({ value, label }, chosen) =>
  html`<option key=${value} value=${value} selected=${value === chosen}>${label}</option>`;

// choices: [{value, label}], or groups of them as {label, choices}; `empty` is the words of the choice that is none.
export function Select({ name, label, hint, error, value, onChange, choices, empty, width = "full", ...rest }) {
  return html`<div class=${`field ${width}`}>
    <label for=${idOf(name)}>${label}</label>
    <${About} ...${{ name, hint, error }} />
    <select ...${described(name, hint, error)} ...${rest} onChange=${(event) => onChange(event.target.value)}>
      ${empty !== undefined && html`<option value="" selected=${!value}>${empty}</option>`}
      ${choices.map((choice) => choice.choices
        ? html`<optgroup key=${choice.label} label=${choice.label}>
          ${choice.choices.map((one) => option(one, value))}
        </optgroup>`
        : option(choice, value))}
    </select>
  </div>`;
}

export function Radios({ name, label, hint, error, value, onChange, choices }) {
  return html`<fieldset class="field full" id=${idOf(name)} tabindex="-1"
      aria-describedby=${described(name, hint, error)["aria-describedby"]}>
    <legend>${label}</legend>
    <${About} ...${{ name, hint, error }} />
    ${choices.map((choice) => html`<label class="choice" key=${choice.value}>
      <input type="radio" name=${name} value=${choice.value} checked=${choice.value === value}
        onChange=${() => onChange(choice.value)} />
      <span>${choice.label}${choice.hint && html`<span class="hint">${choice.hint}</span>`}</span>
    </label>`)}
  </fieldset>`;
}

export function Checkbox({ name, label, hint, checked, onChange }) {
  return html`<div class="field full"><label class="choice">
    <input type="checkbox" id=${idOf(name)} name=${name} checked=${checked}
      onChange=${(event) => onChange(event.target.checked)} />
    <span>${label}${hint && html`<span class="hint">${hint}</span>`}</span>
  </label></div>`;
}

// In the order of the fields on the page.
function inOrder(problems) {
  const ids = [...document.querySelectorAll("[id^=field-]")].map((element) => element.id);
  const place = ({ field }) => ids.indexOf(idOf(field));
  return [...problems].sort((one, other) => place(one) - place(other));
}

// All errors at once, focused, each a link to its field.
export function ErrorSummary({ error }) {
  const own = useRef(null);
  useEffect(() => { if (error) own.current?.focus(); }, [error]);
  if (!error) return null;
  const follow = (event, field) => {
    event.preventDefault();
    const target = document.getElementById(idOf(field));
    target?.focus();
    target?.scrollIntoView({ block: "center" });
  };
  return html`<div class="panel danger" role="alert" tabindex="-1" ref=${own}>
    <h2>There is a problem</h2>
    ${error.problems?.length
      ? html`<ul>${inOrder(error.problems).map(({ field, message }) => html`<li>
          <a href=${`#${idOf(field)}`} onClick=${(event) => follow(event, field)}>${message}</a></li>`)}</ul>`
      : html`<p>${error.message}</p>`}
    ${error.status === 401 && html`<p><a href="/desk/sign-in" target="_blank">Sign in (opens a new tab)</a></p>`}
  </div>`;
}
