// PARS's words for a status that attest does not know: what they mean, asked once and remembered for every file.
import { html, useEffect, useRef, useState } from "./ui.js";
import { call } from "./api.js";
import { Button, Notice } from "./components.js";
import { ErrorSummary, Select } from "./forms.js";
import { plural } from "./format.js";

const MEANINGS = {
  report: { accepted: "Accepted", rejected: "Rejected", waiting: "Not decided yet" },
  prevalidation: { accepted: "Found", rejected: "Not found", waiting: "Not decided yet" },
};

export function AnswerWords({ result, onSaved }) {
  const [changing, setChanging] = useState(false);
  const [saved, setSaved] = useState(false);
  const told = useRef(null);
  useEffect(() => { if (saved) told.current?.focus(); }, [saved]);
  const { words, words_problem: problem } = result;
  if (problem) return html`<${Notice} kind="warn"><p>${problem.message}.</p><//>`;
  if (!words.length) return null;
  const unknown = words.filter(({ meaning }) => !meaning);
  if (unknown.length || changing) {
    return html`<${Ask} result=${result} asked=${changing ? words : unknown}
      onSaved=${(fresh) => { onSaved(fresh); setChanging(false); setSaved(true); }}
      onCancel=${changing ? () => setChanging(false) : null} />`;
  }
  const says = MEANINGS[result.kind];
  return html`<p class="meta answer-words-said" tabindex="-1" ref=${told}>${words.map(({ word, meaning }, at) =>
      html`${at ? ", " : ""}“${word}” counts as ${says[meaning].toLowerCase()}`)}.
    <${Button} kind="quiet" onClick=${() => { setChanging(true); setSaved(false); }}>Change<//></p>`;
}

function Ask({ result, asked, onSaved, onCancel }) {
  const [said, setSaid] = useState(() => Object.fromEntries(asked.map(({ word, meaning }) => [word, meaning ?? ""])));
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const choices = Object.entries(MEANINGS[result.kind]).map(([value, label]) => ({ value, label }));
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onSaved(await call("PUT", `/results/${result.id}/words`, { json: { words: said } }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<form class="card answer-words" onSubmit=${save} novalidate aria-labelledby="words-title">
    <h2 id="words-title">What does PARS mean?</h2>
    <p class="meta">attest does not know ${asked.length === 1 ? "this word" : "these words"}. Say it once, and it is
      remembered for every file.</p>
    <${ErrorSummary} error=${error} />
    <div class="columns">${asked.map(({ word, rows }, at) => html`
      <${Select} key=${word} name=${`words.${at}`} label=${`“${word}”`} hint=${plural(rows, "row")} empty="Leave these rows alone"
        choices=${choices} value=${said[word]} onChange=${(meaning) => setSaid((old) => ({ ...old, [word]: meaning }))} />`)}</div>
    <div class="buttons"><${Button} kind="primary" type="submit"
        busy=${busy || !asked.some(({ word, meaning }) => said[word] !== (meaning ?? ""))}>Use these meanings<//>
      ${onCancel && html`<${Button} kind="quiet" onClick=${onCancel}>Cancel<//>`}</div>
  </form>`;
}
