// A spreadsheet of answers: bring it in, say what is in it, look at every row, import.
import { html, useEffect, useRef, useState } from "./ui.js";
import { call, post, query as toQuery } from "./api.js";
import { Announce, Button, Failure, Heading, Loading, Refusal } from "./components.js";
import { Textarea } from "./forms.js";
import { instant, plural } from "./format.js";
import { useLoad } from "./hooks.js";
import { go, Link } from "./router.js";
import { SheetColumns, SheetPlan } from "./sheet_columns.js";
import { SheetImport } from "./sheet_import.js";
import { SheetRows } from "./sheet_rows.js";

const addressOf = (activity, sheet) => `/desk/activities/${activity.id}/sheet${toQuery({ sheet })}`;

export function Sheet({ activity, query, reload }) {
  const open = query.get("sheet") ?? "";
  if (open) return html`<${OneSheet} key=${open} id=${open} activity=${activity} reload=${reload} />`;
  return html`<${NewSheet} activity=${activity} />`;
}

function NewSheet({ activity }) {
  const address = `/activities/${activity.id}/sheets`;
  const earlier = useLoad(address);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState("");
  const [over, setOver] = useState(false);
  const [error, setError] = useState(null);
  const input = useRef(null);

  const send = async (how, work) => {
    setBusy(how);
    setError(null);
    try {
      go(addressOf(activity, (await work()).id));
    } catch (problem) {
      setError(problem);
      setBusy("");
    }
  };
  const upload = async (file) => {
    if (!file || busy) return;
    const sent = { body: file, headers: { "Content-Type": "application/octet-stream" } };
    await send("file", () => call("POST", address, sent));
    if (input.current) input.current.value = "";
  };
  const hover = (event) => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    upload(event.dataTransfer.files[0]);
  };
  const paste = (event) => {
    event.preventDefault();
    if (text.trim()) send("text", () => post(address, { text }));
  };
  return html`
    <div class="screen-head"><${Heading}>Bring in a spreadsheet<//></div>
    <p class="lead-in">
      From a form service, a registration system or a sign-in sheet. You see every row first; nobody is imported before
      you say so, and nobody twice.
    </p>
    <${Refusal} error=${error} lead="This cannot be read." />
    <${Announce}>${busy ? "Reading" : ""}<//>
    <div class="answer-ways">
      <section class=${`card drop ${over ? "over" : ""}`} aria-labelledby="sheet-file"
        onDragOver=${hover} onDragLeave=${() => setOver(false)} onDrop=${drop}>
        <h2 id="sheet-file">Drop the file here</h2>
        <p class="meta">Excel, CSV or tab-delimited text, with a row of headings, up to 5 MB and 20,000 rows.</p>
        <div class="buttons"><label class="button file-button primary">
          ${busy === "file" ? "Reading…" : "Or choose the file"}
          <input type="file" class="visually-hidden" accept=".xlsx,.csv,.txt,.tsv,.tab,.xml" ref=${input}
            onChange=${(event) => upload(event.target.files[0])} /></label></div>
      </section>
      <form class="card" aria-labelledby="sheet-text" onSubmit=${paste}>
        <h2 id="sheet-text">Or paste it</h2>
        <${Textarea} name="text" label="The table, with its headings" value=${text} onChange=${setText} rows="5"
          spellcheck="false" />
        <div class="buttons"><${Button} type="submit" busy=${busy === "text" || !text.trim()}>Read it<//></div>
      </form>
    </div>
    <${Earlier} activity=${activity} load=${earlier} />`;
}

function Earlier({ activity, load }) {
  const { data, error, reload } = load;
  if (error) return html`<${Failure} error=${error} retry=${reload} />`;
  if (!data?.items.length) return null;
  return html`<section class="exports" aria-labelledby="earlier-title">
    <h2 id="earlier-title">Spreadsheets so far</h2>
    <ul class="answers">${data.items.map((one) => html`<li key=${one.id}>
      <${Link} href=${addressOf(activity, one.id)}>${instant(one.uploaded_at, activity.timezone)}<//>
      <span class="meta">by ${one.actor} · ${plural(one.rows, "row")}, ${one.imported
        ? `${one.imported} imported` : "none imported yet"}</span></li>`)}</ul>
  </section>`;
}

function OneSheet({ id, activity, reload }) {
  const { data: sheet, error, reload: again, set } = useLoad(`/sheets/${encodeURIComponent(id)}`);
  const [mapping, setMapping] = useState(false);
  const plan = useRef(null);
  // A cell may be saved while the answer to something else is on its way.
  const latest = useRef(sheet);
  latest.current = sheet;
  const wasMapping = useRef(false);
  useEffect(() => {
    if (wasMapping.current && !mapping) plan.current?.focus();
    wasMapping.current = mapping;
  }, [mapping]);
  const change = async (changes) => {
    const fresh = await call("PATCH", `/sheets/${id}`, { json: changes });
    set(fresh);
    return fresh;
  };
  const imported = async () => {
    await again();
    reload();
  };
  if (!sheet) {
    return html`<div class="screen-head"><${Heading}>Bring in a spreadsheet<//></div>
      ${error ? html`<${Failure} error=${error} retry=${again} />` : html`<${Loading} what="Reading the spreadsheet" />`}`;
  }
  const isOpen = mapping || sheet.needed.length > 0;
  return html`
    <div class="screen-head"><${Heading}>Bring in a spreadsheet<//>
      <${Link} href=${addressOf(activity, "")}>Another spreadsheet<//></div>
    <${Failure} error=${error} retry=${again} />
    ${isOpen
      ? html`<${SheetColumns} sheet=${sheet} activity=${activity}
          onSave=${async (changes) => { await change(changes); setMapping(false); }}
          onCancel=${sheet.needed.length ? null : () => setMapping(false)} />`
      : html`<div class="sheet">
          <${SheetPlan} sheet=${sheet} heading=${plan} onMap=${() => setMapping(true)} onChange=${change} />
          <${SheetImport} sheet=${sheet} activity=${activity} onImported=${imported} />
        </div>
        <${SheetRows} key=${`${sheet.imported} ${sheet.consent}`} sheet=${sheet} activity=${activity}
          onCounts=${(counts) => set({ ...latest.current, counts })} />`}`;
}
