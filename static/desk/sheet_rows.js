// The rows of a spreadsheet, by what becomes of them; what is wrong stands in its place.
import { html, useEffect, useRef, useState } from "./ui.js";
import { call, get, query } from "./api.js";
import { Announce, Button, Failure, Loading } from "./components.js";
import { number, plural } from "./format.js";
import { Link } from "./router.js";
import { SheetCell } from "./sheet_cell.js";

const GROUPS = [
  ["stopped", "Cannot be imported"],
  ["look", "Need a look"],
  ["not_for_pars", "Not for PARS"],
  ["ready", "Ready"],
  ["here", "Here already"],
];

// What became of a row that was put right.
const STANDS = {
  stopped: "It still cannot be imported", look: "Needs a look", not_for_pars: "Not for PARS", ready: "Ready now",
  here: "Here already",
};

// onCounts(counts): a cell was put right, and this is how all rows stand now.
export function SheetRows({ sheet, activity, onCounts }) {
  // A group stays where it was, though its last row was put right under the coordinator's hands.
  const [first] = useState(() => GROUPS.find(([standing]) => sheet.counts[standing] > 0)?.[0]);
  return html`<${Advice} sheet=${sheet} activity=${activity} />
    ${GROUPS.filter(([standing]) => sheet.counts[standing] > 0 || standing === first).map(([standing, title]) => html`
      <${Group} key=${standing} standing=${standing} title=${title} sheet=${sheet} opened=${standing === first}
        onCounts=${onCounts} />`)}`;
}

// Where most rows stop for a reason that the activity gives, the way to change that.
function Advice({ sheet, activity }) {
  const asked = sheet.problems.find(({ code, standing }) => code === "email_missing" && standing === "stopped");
  if (!asked) return null;
  return html`<div class="panel warn"><p>${plural(asked.count, "row has", "rows have")} no email address, and this activity asks for one.${" "}
    <${Link} href=${`/desk/activities/${activity.id}/set-up`}>Make it optional<//>, then come back.</p></div>`;
}

function Group({ standing, title, sheet, opened, onCounts }) {
  const [isOpen, setIsOpen] = useState(opened);
  const [rows, setRows] = useState([]);
  const [next, setNext] = useState("");
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const id = `rows-${standing}`;
  const count = sheet.counts[standing];
  const corrected = useRef(false);
  const [said, setSaid] = useState("");
  const correct = async (row, heading, was, value) => {
    const answer = await call("PATCH", `/sheets/${sheet.id}/rows/${row}`, { json: { heading, was, value } });
    corrected.current = true;
    setRows((old) => old.map((one) => (one.row === row ? answer.row : one)));
    setSaid(`Row ${row}: ${STANDS[answer.row.standing]}.`);
    onCounts(answer.counts);
  };
  // Rows that came from another group are read in, unless somebody is at work in this one.
  useEffect(() => {
    if (!rows.length || corrected.current) return;
    setRows([]);
    setNext("");
    setIsOpen(false);
  }, [count]);
  const more = async () => {
    setBusy(true);
    setError(null);
    try {
      const page = await get(`/sheets/${sheet.id}${query({ standing, cursor: next })}`);
      setRows((old) => [...old, ...page.items]);
      setNext(page.next);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  useEffect(() => { if (isOpen && !rows.length) more(); }, [isOpen]);
  return html`<details class="answer-group" open=${isOpen} onToggle=${(event) => setIsOpen(event.target.open)}>
    <summary><h3 id=${id}>${title} <span class="count">${number(count)}</span></h3></summary>
    <${Failure} error=${error} retry=${more} />
    ${rows.length > 0 && html`<div class="table-wrap" tabindex="0" role="region" aria-labelledby=${id}><table class="sheet-rows">
      <thead><tr><th scope="col">Row</th><th scope="col">What attest says</th>
        ${rows[0].cells.map(({ heading }) => html`<th scope="col" key=${heading}>${heading}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<${Row} key=${row.row} row=${row} moved=${row.standing !== standing}
        onCorrect=${correct} />`)}</tbody>
    </table></div>`}
    <${Announce}>${said}<//>
    ${busy && html`<${Loading} what="Reading the rows" />`}
    ${rows.length > 0 && next && !busy && html`<div class="list-end"><${Button} onClick=${more}>Show more<//>
      <span class="meta">${number(rows.length)} of ${number(count)}</span></div>`}
  </details>`;
}

function Row({ row, moved, onCorrect }) {
  return html`<tr>
    <td>${number(row.row)}</td>
    <td class="said-of-row">${moved && html`<p><strong>${STANDS[row.standing]}</strong></p>`}${row.problems.map(({ code, level, message }) =>
      html`<p key=${code + message} class=${level}>${message}</p>`)}</td>
    ${row.cells.map((cell) => html`<${SheetCell} key=${cell.heading} cell=${cell} row=${row.row}
      onSave=${row.standing === "here" ? null : (value) => onCorrect(row.row, cell.heading, cell.value, value)} />`)}
  </tr>`;
}
