// What the learner proposes by a link, beside what stands: a coordinator takes or declines it.
import { html, useState } from "./ui.js";
import { Button } from "./components.js";
import { instant, list } from "./format.js";
import { useShared } from "./frame.js";
import { WithReason } from "./reason.js";
import { FIELD_WORDS, inWords } from "./record_fields.js";

export function Proposal({ record, activity, decide }) {
  const { vocabulary } = useShared();
  const [declining, setDeclining] = useState(false);
  const [busy, setBusy] = useState(false);
  const { proposal } = record;
  if (!proposal) return null;
  const { changes, confirmed } = proposal;
  const take = async () => {
    setBusy(true);
    await decide("take", {}, changes.length ? "Taken. The record is corrected." : "Taken.");
    setBusy(false);
  };
  return html`<section class="proposal">
    <h3 id="proposal-title">The learner answered</h3>
    <p class="meta">${instant(proposal.received_at, activity.timezone)}${confirmed.length > 0 && html` · confirmed as
      ${confirmed.length > 1 ? " they are" : " it is"}: ${list(confirmed.map((field) => FIELD_WORDS[field]))}`}</p>
    ${changes.length > 0 && html`<div class="table-wrap" tabindex="0" role="region" aria-labelledby="proposal-title"><table>
      <thead><tr><td></td><th scope="col">Now</th><th scope="col">The learner proposes</th></tr></thead>
      <tbody>${changes.map(({ field, before, after }) => html`<tr key=${field}>
        <th scope="row">${FIELD_WORDS[field]}</th>
        <td>${inWords(field, before, vocabulary) || html`<span class="meta">empty</span>`}</td>
        <td><ins>${inWords(field, after, vocabulary) || "empty"}</ins></td></tr>`)}</tbody></table></div>`}
    ${declining
      ? html`<${WithReason} button="Decline" label="Why do you decline it?" onCancel=${() => setDeclining(false)}
          onSave=${async (reason) => {
            const refused = await decide("decline", { reason }, "Declined. The record stays as it is.");
            if (!refused) setDeclining(false);
            return refused;
          }} />`
      : html`<div class="buttons"><${Button} kind="primary" busy=${busy} onClick=${take}>
            ${changes.length ? "Take these corrections" : "Note it"}<//>
          <${Button} onClick=${() => setDeclining(true)}>Decline<//></div>`}
  </section>`;
}
