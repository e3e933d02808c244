// What would be reported, by the file's headings, beside what the learner typed; differences are marked.
import { html } from "./ui.js";
import { Button } from "./components.js";
import { useShared } from "./frame.js";
import { Erased } from "./record_erased.js";
import { FIELD_WORDS, inWords, isChanged, spoken, typedIn } from "./record_fields.js";

const FIELDS_OF = {
  "completion date": ["completion_date"],
  "first name": ["first_name"],
  "last name": ["last_name"],
  "date of birth": ["birth_month", "birth_day"],
  "licensing state": ["license_state"],
  "licensing id or npi": ["license_number", "npi"],
  "number of cme credits": ["credits"],
  "certifying board": ["board"],
  "certifying board id": ["board_id"],
};
// Shown of a record that no file will ever hold.
const KEPT = ["first_name", "last_name", "credits", "completion_date"];
const ASIDE = ["profession", "email", "consent"];

export function Sides({ record, onCorrect }) {
  const { vocabulary } = useShared();
  if (record.erased_at) return html`<${Erased} record=${record} />`;
  const rows = record.reported.map(fromFile);
  const shown = rows.length ? rows : KEPT.map((field) =>
    ({ heading: FIELD_WORDS[field], value: inWords(field, spoken(record, field), vocabulary), fields: [field] }));
  return html`<section class="sides">
    <div class="section-head"><h3 id="sides-title">${rows.length ? "What would be reported" : "What is kept"}</h3>
      <${Button} onClick=${onCorrect}>Correct<//></div>
    <div class="table-wrap" tabindex="0" role="region" aria-labelledby="sides-title"><table>
      <thead><tr>
        <th scope="col">Column</th>
        <th scope="col">${rows.length ? "In the file" : "Kept"}</th>
        <th scope="col">${record.origin === "sheet" ? "The spreadsheet says" : "The learner typed"}</th>
      </tr></thead>
      <tbody>
        ${shown.map(({ heading, value, fields }, index) => {
          const differs = isDifferent(record, fields, value);
          return html`<tr key=${`${heading} ${index}`} class=${differs ? "differs" : ""}>
            <th scope="row">${heading.trim()}</th>
            <td>
              ${value || html`<span class="meta">empty</span>`} ${differs && html`<span class="mark">differs</span>`}
            </td>
            <td>
              ${typedWords(record, fields, vocabulary)
                || html`<span class="meta">${fromActivity(record, fields) ? "not asked" : "nothing"}</span>`}
            </td></tr>`;
        })}
        ${ASIDE.map((field) => html`<tr key=${field} class="aside-row"><th scope="row">${FIELD_WORDS[field]}</th>
          <td>
            ${inWords(field, spoken(record, field), vocabulary) || html`<span class="meta">empty</span>`}${" "}
            <span class="meta">not in the file</span>
          </td>
          <td>${inWords(field, typedIn(record, field), vocabulary)}</td></tr>`)}
      </tbody></table></div>
  </section>`;
}

const fromFile = ({ heading, value }) => ({ heading, value, fields: FIELDS_OF[heading.trim().toLowerCase()] ?? [] });

function typedWords(record, fields, vocabulary) {
  const words = fields.map((field) => {
    const typed = inWords(field, typedIn(record, field), vocabulary);
    return typed && field === "npi" ? `NPI ${typed}` : typed;
  });
  return words.filter(Boolean).join(fields.includes("birth_day") ? " / " : ", ");
}

// Corrected, tidied up, or left out of the file although the learner typed something.
function isDifferent(record, fields, value) {
  if (fromActivity(record, fields)) return false;
  return fields.some((field) => isChanged(record, field))
    || (!value && fields.some((field) => typedIn(record, field) !== ""));
}

// A date that the activity fixes was never asked for, like the columns that no question belongs to.
function fromActivity(record, [field]) {
  return !field || (field === "completion_date" && !(field in record.typed));
}
