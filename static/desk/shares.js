// Counts as a table with a bar beside each.
import { html } from "./ui.js";
import { Bar } from "./components.js";
import { number } from "./format.js";

// rows: [[words, count, kind?]]. The bar is drawn against the longest; the table is what is read aloud.
export function Shares({ title, unit, rows, counted = "Records" }) {
  if (!rows.length) return null;
  const longest = Math.max(...rows.map(([, count]) => count));
  return html`<section class="card"><table class="shares"><caption>${title}</caption>
    <thead class="visually-hidden"><tr><th scope="col">${unit}</th><th scope="col">${counted}</th></tr></thead>
    <tbody>${rows.map(([words, count, kind]) => html`<tr key=${words}>
      <th scope="row">${words}<${Bar} share=${count / longest} kind=${kind} /></th>
      <td class="amount">${number(count)}</td></tr>`)}</tbody></table></section>`;
}
