// Everybody on the typing sheet, with what is done: a list to jump in.
import { html, useEffect, useRef } from "./ui.js";
import { Hidden } from "./components.js";

const TODO = { add: "to type", replace: "to delete and type anew", delete: "to delete" };

export function TypingQueue({ items, current, onChoose }) {
  const own = useRef(null);
  // Only the list scrolls, not the page: on a phone it lies below the sheet.
  useEffect(() => {
    const row = own.current.querySelector("[aria-current]");
    if (row) own.current.scrollTop = row.offsetTop - own.current.clientHeight / 3;
  }, [current?.record_id]);
  return html`<ol class="typing-queue" ref=${own}>${items.map((item) => html`<li key=${item.record_id}>
    <button type="button" class=${item.done ? "done" : ""} onClick=${() => onChoose(item.record_id)}
        aria-current=${item === current ? "true" : undefined}>
      <span class="tick" aria-hidden="true">${item.done ? "✓" : ""}</span>
      <span>${item.last_name}, ${item.first_name}
        ${!item.done && item.action !== "add" && html` <span class="meta">${TODO[item.action]}</span>`}
        <${Hidden}>, ${item.done ? "ticked" : TODO[item.action]}<//></span>
    </button></li>`)}</ol>`;
}
