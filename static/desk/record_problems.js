// What is wrong with a record and what it would take; a warning can be accepted as it is.
import { html, useState } from "./ui.js";
import { Button } from "./components.js";
import { WithReason } from "./reason.js";
import { LEVELS, sorted } from "./problems.js";

export function Problems({ record, onAccept }) {
  const [accepting, setAccepting] = useState(null);
  const problems = sorted(record.problems);
  if (!problems.length) return null;
  return html`<section aria-labelledby="problems-title" class="problems">
    <h3 id="problems-title">What to look at</h3>
    <ul>${problems.map((problem) => html`<li key=${`${problem.code} ${problem.field}`}
      class=${`problem ${problem.level} ${problem.looked_at ? "looked-at" : ""}`}>
      <p><strong>${problem.looked_at ? "Accepted" : LEVELS[problem.level]}</strong> ${problem.message}</p>
      ${problem.level === "warning" && !problem.looked_at && record.state !== "set_aside" && (accepting === problem.code
        ? html`<${WithReason} button="Accept as it is" onCancel=${() => setAccepting(null)}
            onSave=${async (reason) => {
              const refused = await onAccept(problem.code, reason);
              if (!refused) setAccepting(null);
              return refused;
            }} />`
        : html`<${Button} onClick=${() => setAccepting(problem.code)}>Accept as it is<//>`)}
    </li>`)}</ul>
  </section>`;
}
