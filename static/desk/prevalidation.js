// The columns of the file for pre-validation: the ACCME's are not public, so a coordinator sets them as she finds them.
import { html, useRef, useState } from "./ui.js";
import { call } from "./api.js";
import { Announce, Button, Failure, Hidden, Refusal } from "./components.js";
import { Input, Select } from "./forms.js";
import { useLoad } from "./hooks.js";
import { useUnsaved } from "./router.js";

export function PrevalidationColumns() {
  const { data, error, reload, set } = useLoad("/prevalidation-columns");
  const [draft, setDraft] = useState(null);
  const [refused, setRefused] = useState(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const own = useRef(null);
  useUnsaved(draft !== null);
  if (!data) return html`<${Failure} error=${error} retry=${reload} />`;

  const columns = draft ?? data.columns;
  const change = (at, key) => (value) =>
    setDraft(columns.map((column, place) => (place === at ? { ...column, [key]: value } : column)));
  const add = () => {
    setDraft([...columns, { heading: "", field: data.fields[0].value }]);
    setTimeout(() => own.current.querySelector("li:last-child input").focus());
  };
  const drop = (at) => {
    setDraft(columns.filter((_, place) => place !== at));
    setTimeout(() => own.current.querySelector(".add-column").focus());
  };
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    setSaid("");
    try {
      set(await call("PUT", "/prevalidation-columns", { json: { columns } }));
      setDraft(null);
      setSaid("Saved. The next file for pre-validation has these columns.");
    } catch (problem) {
      setRefused(problem);
    }
    setBusy(false);
  };
  return html`<form class="card prevalidation" ref=${own} onSubmit=${save} novalidate aria-labelledby="prevalidation-title">
    <h2 id="prevalidation-title">The file for pre-validation</h2>
    <p class="meta">The ACCME's columns for it are not public. Give these the headings of the file that PARS shows you.</p>
    <${Refusal} error=${refused} lead="These columns cannot be used." />
    <${Announce}>${busy ? "Saving" : said}<//>
    ${said && html`<p class="said">${said}</p>`}
    <ol class="columns-list">${columns.map((column, at) => html`<li key=${at}>
      <${Input} name=${`columns.${at}.heading`} label=${html`Heading<${Hidden}> of column ${at + 1}<//>`}
        value=${column.heading} onChange=${change(at, "heading")} maxlength="100" />
      <${Select} name=${`columns.${at}.field`} label=${html`Holds<${Hidden}>, column ${at + 1}<//>`}
        choices=${data.fields} value=${column.field} onChange=${change(at, "field")} />
      <button type="button" class="remove" onClick=${() => drop(at)}>
        <span aria-hidden="true">×</span><${Hidden}>Remove column ${at + 1}<//></button></li>`)}</ol>
    <div class="buttons">
      <${Button} kind="plain add-column" onClick=${add}>Add a column<//>
      ${draft && html`<${Button} kind="primary" type="submit" busy=${busy}>Save the columns<//>
        <${Button} kind="quiet" onClick=${() => { setDraft(null); setRefused(null); }}>Cancel<//>`}
    </div>
  </form>`;
}
