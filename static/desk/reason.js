// A small form that asks why, for every step that a history should be able to explain.
import { html, useLayoutEffect, useRef, useState } from "./ui.js";
import { Button } from "./components.js";
import { ErrorSummary, Input, problemsByField } from "./forms.js";

const HISTORY = "It stands in the record's history";

// onSave(reason) gives back an error or null. `label` and `field` differ where it is not a reason but a note; `text` is
// what stands there to begin with.
export function WithReason({ button, label = "Reason", field = "reason", hint = HISTORY, text: given = "", onSave, onCancel }) {
  const own = useRef(null);
  const [text, setText] = useState(given);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  useLayoutEffect(() => { own.current.querySelector("input").focus(); }, []);
  const missing = { message: "Write a few words.", problems: [] };
  const save = async (event) => {
    event.preventDefault();
    if (!text.trim()) {
      setError(missing);
      own.current.querySelector("input").focus();
      return;
    }
    setBusy(true);
    const refused = await onSave(text.trim());
    setBusy(false);
    if (refused) setError(refused);
  };
  const beside = problemsByField(error)[field] ?? (error && !error.status ? error.message : undefined);
  return html`<form class="with-reason" ref=${own} onSubmit=${save} novalidate onKeyDown=${(event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        onCancel();
      }
    }}>
    ${error?.status && error.status !== 412 && html`<${ErrorSummary} error=${error} />`}
    <${Input} name=${field} label=${label} hint=${hint} value=${text} onChange=${setText}
      error=${beside} maxlength="500" />
    <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>${button}<//>
      <${Button} kind="quiet" onClick=${onCancel}>Cancel<//></div>
  </form>`;
}
