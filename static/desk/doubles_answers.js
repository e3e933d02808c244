// The table of a group: a column for each record, a choice where they differ, and the result at the end.
import { html } from "./ui.js";
import { Chip, Hidden } from "./components.js";
import { instant } from "./format.js";
import { useShared } from "./frame.js";
import { ROWS } from "./doubles_rows.js";

export function Answers({ records, activity, kept, onKeep, sourceOf, onTake }) {
  const { vocabulary } = useShared();
  const rows = ROWS.filter((row) => records.some(row.given));
  const differs = (row) => new Set(records.map(row.comparable)).size > 1;
  const result = (row) => row.shown(records.find(({ id }) => id === sourceOf(row)), vocabulary);
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label="Side by side"><table class="merge">
    <thead><tr><td></td>${records.map((one) => html`<th scope="col" key=${one.id}>${one.reference}</th>`)}
      <th scope="col">Result</th></tr></thead>
    <tbody>
      <tr><th scope="row">Keep</th>${records.map((one) => html`<td key=${one.id}>
        <${Choice} name="keep" checked=${one === kept} onChange=${() => onKeep(one.id)}
          before=${`Keep ${one.reference}: `}>${one === kept ? "This record" : "Set aside"}<//></td>`)}
        <td><strong>${kept.reference}</strong></td></tr>
      ${rows.map((row) => html`<tr key=${row.key} class=${differs(row) ? "differs" : ""}>
        <th scope="row">${row.words} ${differs(row) && html`<span class="mark">differs</span>`}</th>
        ${records.map((one) => html`<td key=${one.id}>${differs(row)
          ? html`<${Choice} name=${`take.${row.key}`} checked=${sourceOf(row) === one.id}
              onChange=${() => onTake(row, one.id)} before=${`${row.words} of ${one.reference}: `}>
              ${row.shown(one, vocabulary) || "empty"}<//>`
          : row.shown(one, vocabulary)}</td>`)}
        <td><strong>${result(row)}</strong></td></tr>`)}
      <tr><th scope="row">Received</th>${records.map((one) => html`<td key=${one.id}>
        ${instant(one.received_at, activity.timezone)}</td>`)}<td></td></tr>
      <tr><th scope="row">State</th>${records.map((one) => html`<td key=${one.id}><${Chip} state=${one.state} /></td>`)}
        <td></td></tr>
    </tbody></table></div>`;
}

function Choice({ name, checked, onChange, before, children }) {
  return html`<label class="take"><input type="radio" name=${name} checked=${checked} onChange=${onChange} />
    <span><${Hidden}>${before}<//>${children}</span></label>`;
}
