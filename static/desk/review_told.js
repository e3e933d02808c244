// What was done last, with the way back. It stays until the next step: nobody has to be quick.
import { html } from "./ui.js";
import { Announce, Button, Hidden } from "./components.js";

const SHOWN = 5;

export function Told({ told, onUndo, onOpen, onClose }) {
  const failed = told?.failed ?? [];
  return html`
    <${Announce}>${told && [told.words, ...told.details, ...failed.map(({ words }) => words)].join(" ")}<//>
    ${told && html`<section class=${`last-step ${failed.length ? "with-failed" : ""}`} aria-label="Last step">
      <div>
        <p><strong>${told.words}</strong> ${told.details.join(" · ")}</p>
        ${failed.length > 0 && html`<ul>${failed.slice(0, SHOWN).map(({ id, words }) => html`<li key=${id}>
          <button type="button" class="link" onClick=${() => onOpen(id)}>${words}</button></li>`)}
          ${failed.length > SHOWN && html`<li>and ${failed.length - SHOWN} more</li>`}</ul>`}
      </div>
      ${told.undo && html`<${Button} onClick=${onUndo}>Undo <kbd aria-hidden="true">u</kbd><//>`}
      <${Button} kind="quiet" onClick=${onClose}>Close<${Hidden}> what is said of the last step<//><//>
    </section>`}`;
}
