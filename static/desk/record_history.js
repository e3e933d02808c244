// Who did what, when and why.
import { html } from "./ui.js";
import { Hidden } from "./components.js";
import { instant } from "./format.js";
import { useShared } from "./frame.js";
import { Merges } from "./record_merges.js";
import { FIELD_WORDS, inWords } from "./record_fields.js";

export function History({ record, activity, act, onOpen }) {
  const { vocabulary } = useShared();
  // Newest first, also of two in the same second.
  const events = [...record.history].reverse().sort((one, other) => other.at.localeCompare(one.at));
  return html`<section class="history" aria-labelledby="history-title">
    <h3 id="history-title">History</h3>
    <${Merges} record=${record} act=${act} onOpen=${onOpen} />
    <ol>${events.map((event, index) => html`<li key=${index}>
      <p>
        <strong>${words(event.action)}</strong> <span class="meta">${event.actor} ·${" "}
          ${instant(event.at, activity.timezone)}</span>
      </p>
      ${event.reason && html`<p class="reason">${event.reason}</p>`}
      ${event.changes.length > 0 && html`<ul class="changes">
        ${event.changes.filter(inFields).map(({ field, before, after }) => html`<li key=${field}>
          ${FIELD_WORDS[field]}: <del>${inWords(field, before, vocabulary) || "empty"}</del> <${Hidden}>became<//>
          <span aria-hidden="true">→</span> <ins>${inWords(field, after, vocabulary) || "empty"}</ins>
        </li>`)}
      </ul>`}
    </li>`)}</ol>
  </section>`;
}

// What else a step was about, such as the warnings accepted or the record merged, is said in the reason, in words.
const inFields = ({ field, before, after }) => field in FIELD_WORDS && before !== after;

// "record.set_aside" or "set_aside" -> "Set aside".
function words(action) {
  const plain = action.split(".").at(-1).replaceAll("_", " ");
  return plain[0].toUpperCase() + plain.slice(1);
}
