// A record whose identifiers were erased: since when, what is kept of it, and what can no longer be done.
import { html } from "./ui.js";
import { Notice } from "./components.js";
import { date } from "./format.js";
import { useShared } from "./frame.js";
import { FIELD_WORDS, inWords, spoken } from "./record_fields.js";

const KEPT = ["first_name", "last_name", "profession", "license_state", "credits", "completion_date", "board", "consent"];

export function Erased({ record }) {
  const { vocabulary } = useShared();
  const kept = KEPT.filter((field) => spoken(record, field));
  return html`<section class="sides">
    <h3 id="sides-title">What is kept</h3>
    <${Notice}>
      <p>Identifiers were erased on ${date(record.erased_at)}, as set. This record can no longer be corrected or
        reported from here. What has to be different in PARS is changed there by hand.</p>
    <//>
    <div class="table-wrap" tabindex="0" role="region" aria-labelledby="sides-title"><table><tbody>
      ${kept.map((field) => html`<tr key=${field}>
        <th scope="row">${FIELD_WORDS[field]}</th><td>${inWords(field, spoken(record, field), vocabulary)}</td></tr>`)}
    </tbody></table></div>
  </section>`;
}
