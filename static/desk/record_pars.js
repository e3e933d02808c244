// How a record stands with PARS: its answer, how many days are left, and an answer marked by hand.
import { html, useState } from "./ui.js";
import { Button } from "./components.js";
import { instant, plural } from "./format.js";
import { WithReason } from "./reason.js";

// The clock keeps quiet until there is reason to hurry.
export const SOON = 10;
const WITH_PARS = ["exported", "accepted", "rejected"];

export function WithPars({ record, activity, act }) {
  const [rejecting, setRejecting] = useState(false);
  const { outcome, prevalidation } = record;
  const mark = (status, reason) =>
    act("outcome", { status, reason }, status === "accepted" ? "Marked as accepted." : "Marked as rejected.");
  if (!outcome && !WITH_PARS.includes(record.state)) {
    return prevalidation && html`<${Prevalidated} said=${prevalidation} activity=${activity} />`;
  }
  return html`<section class="with-pars" aria-labelledby="pars-title">
    <h3 id="pars-title">PARS</h3>
    ${outcome ? html`<div class=${`problem ${outcome.status === "accepted" ? "looked-at" : "error"}`}>
        <p><strong>${outcome.status === "accepted" ? "Accepted" : "Rejected"}</strong>
          ${outcome.reason ?? (outcome.status === "rejected" ? "PARS gave no reason." : "")}
          <span class="meta">${instant(outcome.at, activity.timezone)}</span></p></div>`
      : html`<p>Reported. PARS has not answered yet.</p>`}
    ${WITH_PARS.includes(record.state) && !record.erased_at && (rejecting
      ? html`<${WithReason} button="Mark as rejected" label="What does PARS say?" hint="In PARS's words"
          onCancel=${() => setRejecting(false)}
          onSave=${async (reason) => {
            const refused = await mark("rejected", reason);
            if (!refused) setRejecting(false);
            return refused;
          }} />`
      : html`<div class="buttons">
          ${outcome?.status !== "accepted" && html`
            <${Button} onClick=${() => mark("accepted", "")}>Mark as accepted<//>`}
          <${Button} onClick=${() => setRejecting(true)}>
            ${outcome?.status === "rejected" ? "Change the reason" : "Mark as rejected"}
          <//></div>`)}
  </section>`;
}

function Prevalidated({ said, activity }) {
  const found = said.status === "accepted";
  return html`<section class="with-pars" aria-labelledby="pars-title">
    <h3 id="pars-title">PARS, before the report</h3>
    <div class=${`problem ${found ? "looked-at" : "warning"}`}><p><strong>${found ? "Found" : "Not found"}</strong>${" "}
      ${said.reason ?? (found ? "" : "PARS gave no reason.")}${" "}
      <span class="meta">${instant(said.at, activity.timezone)}</span></p></div>
  </section>`;
}

export function Clock({ record }) {
  const left = record.days_left;
  if (left === null || left === undefined || left >= SOON) return null;
  const words = left < 0 ? `${plural(-left, "day")} late` : left === 0 ? "Due today" : `${plural(left, "day")} left`;
  return html`<span class=${`clock ${left < 0 ? "late" : ""}`}>${words}</span>`;
}
