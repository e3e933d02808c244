// How the form fared: from opening it to the receipt, what it refused, how long it took; and what learners say of it.
import { html } from "./ui.js";
import { Figure } from "./components.js";
import { date, lasting, number, percent, plural } from "./format.js";
import { nameOf } from "./problems.js";
import { FIELD_WORDS } from "./record_fields.js";
import { Shares } from "./shares.js";

const STEPS = { opened: "Opened", checked: "Checked", refused: "Sent back", stored: "Stored" };
const EASE = { 5: "5, very easy", 4: "4", 3: "3", 2: "2", 1: "1, very hard" };

// hour: turns a moment into words.
export function FormFigures({ form, vocabulary, hour }) {
  return html`<section class="evaluate-part" aria-labelledby="form-figures">
    <h2 id="form-figures">The form</h2>
    <div class="figures wide">
      <${Figure} value=${number(form.opened)} label="times opened" />
      <${Figure} value=${number(form.checked)} label="times checked" />
      <${Figure} value=${number(form.stored)} label="stored" />
      ${form.completion > 1
        ? html`<${Figure} value="More" label="were stored than opened: some came in another way" />`
        : html`<${Figure} value=${percent(form.completion)} label="of those opened were stored" kind="ok" />`}
      <${Figure} value=${lasting(form.median_seconds)} label="to fill in (median)" />
    </div>
    <p class="meta">Counts of visits, not of people: whoever opens the form twice counts twice. Up to date within ten seconds.</p>
    <div class="evaluate">
      <${Shares} title="What the form sent back" unit="Reason" counted="Times" rows=${refused(form.rules, vocabulary)} />
      <section class="card"><table class="hours"><caption>By hour</caption>
        <thead><tr><th scope="col">Hour</th>${Object.values(STEPS).map((step) => html`<th scope="col" key=${step} class="amount">${step}</th>`)}</tr></thead>
        <tbody>${form.hours.map((one) => html`<tr key=${one.hour}><th scope="row">${hour(one.hour)}</th>
          ${Object.keys(STEPS).map((step) => html`<td key=${step} class="amount">${number(one[step])}</td>`)}</tr>`)}</tbody>
      </table></section>
    </div>
  </section>`;
}

export function Opinions({ opinions }) {
  const { average, comments, ease, given } = opinions;
  return html`<section class="evaluate-part" aria-labelledby="opinions">
    <h2 id="opinions">What learners say of the form</h2>
    <p class="meta">${plural(given, "answer")}, kept apart from the records: nobody can tell who gave which.</p>
    <div class="evaluate">
      ${average !== null && html`<${Shares} title=${`How easy it was: ${average} of 5`} unit="Answer" counted="Learners"
        rows=${Object.keys(EASE).reverse().map((one) => [EASE[one], ease[one]])} />`}
      ${comments.length > 0 && html`<section class="card"><h3>What got in the way</h3>
        ${days(comments).map((day) => html`<h4 class="meta" key=${day}>${date(day)}</h4>
          <ul class="comments">${comments.filter((one) => one.day === day).map((one, at) =>
            html`<li key=${at}>${one.comment}</li>`)}</ul>`)}</section>`}
    </div>
  </section>`;
}

// The name of each rule; its field too, where the same rule has refused several.
function refused(rules, vocabulary) {
  const times = (code) => rules.filter((one) => one.code === code).length;
  return rules.map(({ field, code, count }) => {
    const name = nameOf(code, vocabulary);
    return [times(code) > 1 ? `${name} (${(FIELD_WORDS[field] ?? field).toLowerCase()})` : name, count];
  });
}

const days = (comments) => [...new Set(comments.map((one) => one.day))];
