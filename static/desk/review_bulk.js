// What is done to all selected records at once, with a reason that is there already and can be changed.
import { html, useState } from "./ui.js";
import { Button } from "./components.js";
import { plural } from "./format.js";
import { useShared } from "./frame.js";
import { WithReason } from "./reason.js";
import { counted, openWarnings } from "./review_steps.js";

// picked: the records; onPick(records) selects others instead.
export function Bulk({ picked, steps, onPick }) {
  const { vocabulary } = useShared();
  const [asking, setAsking] = useState("");
  if (!picked.length) return null;
  const accepting = picked.filter((record) => openWarnings(record).length > 0 && record.state !== "set_aside");
  const leaving = picked.filter(({ state }) => state !== "set_aside");
  const chosen = asking === "accept" ? accepting : leaving;
  const take = (reason) => {
    steps.take(asking, chosen, reason);
    setAsking("");
    onPick([]);
    return null;
  };
  return html`<section class="bulk" aria-label="Selected records">
    <div class="buttons">
      <strong>${plural(picked.length, "record")} selected</strong>
      ${accepting.length > 0 && html`<${Button} onClick=${() => setAsking("accept")}>Accept warnings<//>`}
      ${leaving.length > 0 && html`<${Button} onClick=${() => setAsking("set-aside")}>Set aside<//>`}
      <${Button} kind="quiet" onClick=${() => onPick([])}>Clear<//>
    </div>
    ${asking && html`
      <p>${asking === "accept"
        ? `Accepts of ${plural(accepting.length, "record")}: ${listed(accepting, vocabulary)}`
        : `Keeps ${plural(leaving.length, "record")} out of every file.`}</p>
      <${WithReason} key=${asking} text=${steps.reasons[asking]} onSave=${take} onCancel=${() => setAsking("")}
        button=${asking === "accept" ? `Accept ${plural(accepting.length, "record")}`
          : `Set aside ${plural(leaving.length, "record")}`} />`}
  </section>`;
}

const listed = (records, vocabulary) => counted(records, vocabulary).join(", ");
