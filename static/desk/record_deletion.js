// What PARS was told to delete of a record, and whether it has: PARS's answer, or a coordinator's mark.
import { html, useState } from "./ui.js";
import { Button } from "./components.js";
import { instant } from "./format.js";
import { WithReason } from "./reason.js";

const WITHDRAWN = ["set_aside", "not_for_pars"];

export function Deletion({ record, activity, act }) {
  const [refusing, setRefusing] = useState(false);
  const { deletion } = record;
  if (!deletion) return null;
  const mark = (status, reason, words) => act("outcome", { action: "Delete", status, reason }, words);
  return html`<section class="with-pars" aria-labelledby="deletion-title">
    <h3 id="deletion-title">Deletion in PARS</h3>
    <${Stand} deletion=${deletion} entry=${WITHDRAWN.includes(record.state) ? "entry" : "older entry"}
      timezone=${activity.timezone} />
    ${!record.erased_at && (refusing
      ? html`<${WithReason} button="Mark as refused" label="What does PARS say?" hint="In PARS's words"
          onCancel=${() => setRefusing(false)}
          onSave=${async (reason) => {
            const refused = await mark("rejected", reason, "Marked as refused.");
            if (!refused) setRefusing(false);
            return refused;
          }} />`
      : html`<div class="buttons">
          ${deletion.status !== "accepted" && html`
            <${Button} onClick=${() => mark("accepted", "", "Marked as deleted.")}>Mark as deleted<//>`}
          <${Button} onClick=${() => setRefusing(true)}>
            ${deletion.status === "rejected" ? "Change what PARS says" : "Mark as refused"}<//></div>`)}
  </section>`;
}

function Stand({ deletion, entry, timezone }) {
  const { status, reason, at } = deletion;
  if (status === "waiting") return html`<p>PARS was told to delete the ${entry}. It has not answered yet.</p>`;
  const when = html`<span class="meta">${instant(at, timezone)}</span>`;
  if (status === "accepted") {
    return html`<div class="problem looked-at"><p><strong>Deleted</strong> The ${entry} is gone from PARS. ${when}</p></div>`;
  }
  return html`<div class="problem error"><p><strong>Refused</strong> ${reason ?? "PARS gave no reason."} ${when}</p>
    <p>Look in PARS: if the ${entry} is still there, delete it by hand. Then mark it here.</p></div>`;
}
