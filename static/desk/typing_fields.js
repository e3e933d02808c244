// What to delete and what to type of one learner: big, each value with a key and a button that copies it.
import { html } from "./ui.js";
import { Button, Hidden, Loading, Notice } from "./components.js";

const KEYS = "123456789abcdefghijklmnop";

// The key that copies the field at this place.
export const keyOf = (at) => KEYS[at];

const WITHDRAWN = "This learner was withdrawn after being reported. Delete this entry in PARS:";
const OLDER = "PARS has an older entry of this learner. Delete it there first:";

export function TypingFields({ item, sheet, copied, busy, onCopy, onTick, onSkip, onTakeBack }) {
  if (item.done) {
    return html`<${Notice} kind="ok"><p>${item.action === "delete" ? "Deleted in PARS" : "Typed into PARS"}, ticked
      today.</p><${Button} busy=${busy} onClick=${onTakeBack}>Take the tick back<//><//>`;
  }
  if (!sheet) return html`<${Loading} />`;
  return html`
    ${sheet.erase.map((fields) => html`<${Erase} fields=${fields} words=${sheet.enter.length ? OLDER : WITHDRAWN} />`)}
    ${sheet.enter.map((fields, row) => {
      const before = sheet.enter.slice(0, row).flat().length;
      return html`
        ${sheet.enter.length > 1 && html`<h3>Entry ${row + 1} of ${sheet.enter.length}</h3>`}
        <dl class="typing-fields">${fields.map((field, at) => html`<${Field} key=${field.key} field=${field}
          shortcut=${keyOf(before + at)} copied=${copied.at === before + at}
          onCopy=${() => onCopy(field, before + at)} />`)}</dl>`;
    })}
    <div class="buttons typing-actions">
      <${Button} kind="primary" busy=${busy} onClick=${onTick}>
        ${item.action === "delete" ? "Deleted, next" : "Typed, next"}
      <//>
      <${Button} kind="quiet" onClick=${onSkip}>Skip for now<//>
    </div>`;
}

function Field({ field, shortcut, copied, onCopy }) {
  const { label, value } = field;
  return html`<div class=${copied ? "copied" : ""}>
    <dt>${value && html`<kbd aria-hidden="true">${shortcut}</kbd>`} ${label}</dt>
    <dd><span class="typing-value">${value || html`<span class="meta">leave empty</span>`}</span>
      ${value && html`<${Button} onClick=${onCopy}>${copied ? "Copied" : "Copy"}<${Hidden}> ${label}<//><//>`}
    </dd></div>`;
}

function Erase({ fields, words }) {
  return html`<${Notice} kind="warn"><p>${words}</p>
    <dl class="typing-erase">${fields.filter(({ value }) => value).map(({ key, label, value }) => html`<div key=${key}>
      <dt>${label}</dt><dd>${value}</dd></div>`)}</dl><//>`;
}
