// Which physician competencies an activity addresses: the six to tick, and a provider's own to write.
import { html } from "./ui.js";
import { Textarea } from "./forms.js";
import { useShared } from "./frame.js";

// value: every competency, a line each.
export function CompetencyFields({ value, onChange, error }) {
  const { vocabulary } = useShared();
  const lines = value.split("\n");
  const listed = vocabulary.competencies.map((one) => one.value);
  const same = (line, name) => line.trim().toLowerCase() === name.toLowerCase();
  const chosen = (name) => lines.some((line) => same(line, name));
  const others = lines.filter((line) => !listed.some((name) => same(line, name)));
  const set = (names, rest) => onChange([...names, ...rest].join("\n"));
  const toggle = (name) => (event) => set(
    listed.filter((one) => (one === name ? event.target.checked : chosen(one))), others);
  return html`<fieldset class="field full"><legend>Competencies addressed (optional)</legend>
      <span class="hint">They show which ones a year emphasizes. Learners are not asked</span>
      ${vocabulary.competencies.map((one) => html`<label class="choice" key=${one.value}>
        <input type="checkbox" checked=${chosen(one.value)} onChange=${toggle(one.value)} />
        <span>${one.value}<span class="hint">${one.about}</span></span></label>`)}
    </fieldset>
    <${Textarea} name="competencies" label="Other competencies (optional)" hint="One per line" rows="2" error=${error}
      value=${others.join("\n")} onChange=${(text) => set(listed.filter(chosen), text.split("\n"))} />`;
}
