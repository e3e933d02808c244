// Records that look like the same person on the same day, side by side.
import { html } from "./ui.js";
import { Button, Chip, Hidden } from "./components.js";
import { instant } from "./format.js";
import { useShared } from "./frame.js";
import { FIELD_WORDS, inWords, spoken } from "./record_fields.js";
import { Link } from "./router.js";

const COMPARED = ["first_name", "last_name", "profession", "license_state", "license_number", "npi", "credits",
  "completion_date", "board"];

export function Twins({ record, activity, onOpen }) {
  const { vocabulary } = useShared();
  if (!record.twins.length) return null;
  const all = [record, ...record.twins];
  const fields = COMPARED.filter((field) => all.some((one) => spoken(one, field)));
  const differ = (field) => new Set(all.map((one) => comparable(one, field))).size > 1;
  const cells = (draw) => all.map((one) => html`<td key=${one.id}>${draw(one)}</td>`);
  return html`<section class="twins">
    <h3 id="twins-title">${all.length === 2 ? "The same person twice?" : `The same person ${all.length} times?`}</h3>
    <p class="meta">${all.some((one) => one.state === "set_aside")
      ? "One of them is set aside and does not count."
      : html`<${Link} href=${`/desk/activities/${activity.id}/doubles?record=${record.id}`}>Merge them, or say that they
          are different people<//>`}</p>
    <div class="table-wrap" tabindex="0" role="region" aria-labelledby="twins-title"><table>
      <thead><tr><td></td>${all.map((one) => html`
        <th scope="col" key=${one.id}>${one === record ? "This record" : one.reference}</th>`)}
      </tr></thead>
      <tbody>
        ${fields.map((field) => html`<tr key=${field} class=${differ(field) ? "differs" : ""}>
          <th scope="row">${FIELD_WORDS[field]} ${differ(field) && html`<span class="mark">differs</span>`}</th>${cells((one) => shown(one, field, vocabulary))}</tr>`)}
        <tr><th scope="row">Received</th>${cells((one) => instant(one.received_at, activity.timezone))}</tr>
        <tr><th scope="row">State</th>${cells((one) => html`<${Chip} state=${one.state} />`)}</tr>
        <tr><td></td>${cells((one) => one !== record && html`
          <${Button} onClick=${() => onOpen(one.id)}>Open<${Hidden}> ${one.reference}<//><//>`)}</tr>
      </tbody></table></div>
  </section>`;
}

const shown = (record, field, vocabulary) => inWords(field, spoken(record, field), vocabulary);

const comparable = (record, field) => spoken(record, field).toLowerCase();
