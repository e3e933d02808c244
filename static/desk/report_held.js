// What is not in the next file, and why: each reason a way to its records.
import { html } from "./ui.js";
import { number } from "./format.js";
import { LEVELS } from "./problems.js";
import { Link } from "./router.js";

const SETTLED = [
  ["exported", "In a file already"],
  ["accepted", "Accepted by PARS"],
  ["set_aside", "Set aside by a coordinator"],
];

export function Held({ activity, ready: { states, held } }) {
  const base = `/desk/activities/${activity.id}/review`;
  const waiting = (states.needs_attention ?? 0) + (states.rejected ?? 0);
  const row = ({ state, code, count, message: words, level }) =>
    ({ address: `${base}?state=${state}&problem=${code}`, count, words, level });
  const rejected = { address: `${base}?state=rejected`, count: states.rejected, words: "Rejected by PARS" };
  const reasons = [
    ...(rejected.count > 0 ? [rejected] : []),
    ...held.filter(({ state }) => state === "needs_attention" || state === "rejected").map(row),
  ];
  const settled = [
    ...SETTLED.filter(([state]) => states[state] > 0).map(([state, words]) => (
      { address: `${base}?state=${state}`, count: states[state], words })),
    ...held.filter(({ state }) => state === "not_for_pars").map((one) => ({ ...row(one), level: "" })),
  ];
  return html`<section class="card" aria-labelledby="held">
    <h2 id="held">Not in the file</h2>
    ${waiting === 0 ? html`<p>No record is held back.</p>` : html`
      <p><${Link} href=${`${base}?state=needs_attention`}>
        <b>${number(waiting)}</b> ${waiting === 1 ? "record needs" : "records need"} you first
      <//></p>
      <${Reasons} rows=${reasons} />`}
    ${settled.length > 0 && html`<h3>Nothing to do</h3><${Reasons} rows=${settled} kind="quiet" />`}
  </section>`;
}

function Reasons({ rows, kind = "" }) {
  return html`<ul class=${`reasons ${kind}`}>${rows.map(({ address, count, words, level }) => html`<li key=${address}>
    <${Link} href=${address}>
      <b class="amount">${number(count)}</b>
      <span>${words}${level && html`<span class="meta">${LEVELS[level]}</span>`}</span>
    <//></li>`)}</ul>`;
}
