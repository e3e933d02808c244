// A cell of a spreadsheet. What is wrong is put right where it stands: Enter keeps it, Escape leaves it.
import { html, useEffect, useRef, useState } from "./ui.js";
import { Button, Hidden } from "./components.js";

// onSave(value) throws what the API refuses; null where the cell is only looked at.
export function SheetCell({ cell: { heading, value, wrong }, row, onSave }) {
  const [draft, setDraft] = useState(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [done, setDone] = useState(false);
  const own = useRef(null);
  const field = useRef(null);
  const typing = draft !== null;
  const wasTyping = useRef(false);
  useEffect(() => {
    if (typing) field.current.select();
    else if (wasTyping.current) (own.current.querySelector("button") ?? own.current).focus();
    wasTyping.current = typing;
  }, [typing]);
  const save = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await onSave(draft);
      setDone(true);
      setDraft(null);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const leave = () => {
    setError(null);
    setDraft(null);
  };
  const says = html`${value || html`<span class="meta">empty</span>`}${wrong && html`<${Hidden}> (to be looked at)<//>`}`;
  const name = `${heading}, row ${row}`;
  return html`<td class=${wrong ? "wrong-cell" : ""} ref=${own} tabindex=${done ? -1 : undefined}>
    ${typing ? html`<form class="cell-form" novalidate onSubmit=${save}
          onKeyDown=${(event) => event.key === "Escape" && leave()}>
        <input type="text" value=${draft} aria-label=${name} autocomplete="off" spellcheck="false" maxlength="2000" ref=${field}
          aria-invalid=${error ? "true" : undefined} onInput=${(event) => setDraft(event.target.value)} />
        <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Save<//>
          <${Button} kind="quiet" onClick=${leave}>Cancel<//></div>
        ${error && html`<p class="error" role="alert">${error.problems?.[0]?.message ?? error.message}</p>`}
      </form>`
    : wrong && onSave ? html`<button type="button" class="link cell-edit" onClick=${() => setDraft(value)}>
        <${Hidden}>Correct ${name}: <//>${says}</button>`
    : says}</td>`;
}
