// Set aside, restore, note.
import { html, useState } from "./ui.js";
import { Button } from "./components.js";
import { WithReason } from "./reason.js";

export function Steps({ record, act }) {
  const [asking, setAsking] = useState("");
  const done = (step, field, words) => async (text) => {
    const refused = await act(step, { [field]: text }, words);
    if (!refused) setAsking("");
    return refused;
  };
  const cancel = () => setAsking("");
  if (asking === "set-aside") {
    return html`<${WithReason} button="Set aside" label="Why should it stay out of every file?"
      onCancel=${cancel}
      onSave=${done("set-aside", "reason", "Set aside.")} />`;
  }
  if (asking === "restore") {
    return html`<${WithReason} button="Restore" label="Why should it come back?"
      onCancel=${cancel}
      onSave=${done("restore", "reason", "Restored.")} />`;
  }
  if (asking === "note") {
    return html`<${WithReason} button="Add the note" label="Note" field="text"
      hint="For you and your colleagues, in the history below" onCancel=${cancel}
      onSave=${done("note", "text", "Note added.")} />`;
  }
  return html`<div class="buttons record-steps">
    ${!record.erased_at && (record.state === "set_aside"
      ? html`<${Button} onClick=${() => setAsking("restore")}>Restore<//>`
      : html`<${Button} onClick=${() => setAsking("set-aside")}>Set aside<//>`)}
    <${Button} kind="quiet" onClick=${() => setAsking("note")}>Add a note<//>
  </div>`;
}
