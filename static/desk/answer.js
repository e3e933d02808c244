// PARS's answer, to a report or to a pre-validation: a file or a pasted table, what it would change, and the step that
// changes it.
import { html, useRef, useState } from "./ui.js";
import { call, post, query as toQuery } from "./api.js";
import { AnswerPreview } from "./answer_preview.js";
import { Announce, Button, Failure, Heading, Loading, Refusal } from "./components.js";
import { Textarea } from "./forms.js";
import { instant, plural } from "./format.js";
import { useLoad } from "./hooks.js";
import { go, Link } from "./router.js";

const KINDS = {
  report: {
    title: "PARS's answer",
    lead: "Download the result of your upload from PARS, or copy its table, and bring it here.",
  },
  prevalidation: {
    title: "Answer to the pre-validation",
    lead: "Bring here what PARS says of the file for pre-validation. Whom it did not find is held until you have looked.",
  },
};

export function Answer({ activity, query, reload }) {
  const kind = query.get("kind") === "prevalidation" ? "prevalidation" : "report";
  const open = query.get("result") ?? "";
  const at = (result) => addressOf(activity, kind, result);
  if (open) {
    return html`<${OneAnswer} key=${open} id=${open} kind=${kind} activity=${activity} reload=${reload} back=${at("")} />`;
  }
  return html`<${NewAnswer} key=${kind} kind=${kind} activity=${activity} onRead=${(id) => go(at(id))} />`;
}

const addressOf = (activity, kind, result) =>
  `/desk/activities/${activity.id}/answer${toQuery({ kind: kind === "report" ? "" : kind, result })}`;

function NewAnswer({ kind, activity, onRead }) {
  const results = `/activities/${activity.id}/results`;
  const address = `${results}?kind=${kind}`;
  const earlier = useLoad(results);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState("");
  const [error, setError] = useState(null);
  const input = useRef(null);

  const send = async (how, work) => {
    setBusy(how);
    setError(null);
    try {
      onRead((await work()).id);
    } catch (problem) {
      setError(problem);
    }
    setBusy("");
  };
  const upload = async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const sent = { body: file, headers: { "Content-Type": "application/octet-stream" } };
    await send("file", () => call("POST", address, sent));
    if (input.current) input.current.value = "";
  };
  const paste = (event) => {
    event.preventDefault();
    if (text.trim()) send("text", () => post(address, { text }));
  };
  return html`
    <div class="screen-head"><${Heading}>${KINDS[kind].title}<//></div>
    <p class="lead-in">
      ${KINDS[kind].lead} You see first what it would change; nothing changes before you say so.
    </p>
    <${Refusal} error=${error} lead="This cannot be read." />
    <${Announce}>${busy ? "Reading" : ""}<//>
    <div class="answer-ways">
      <section class="card" aria-labelledby="answer-file">
        <h2 id="answer-file">Upload the file</h2>
        <p class="meta">Excel, CSV, tab-delimited text or XML, up to 5 MB.</p>
        <div class="buttons"><label class="button file-button primary">
          ${busy === "file" ? "Reading…" : "Choose the file"}
          <input type="file" class="visually-hidden" accept=".xlsx,.csv,.txt,.tsv,.tab,.xml" ref=${input}
            onChange=${upload} /></label></div>
      </section>
      <form class="card" aria-labelledby="answer-text" onSubmit=${paste}>
        <h2 id="answer-text">Or paste it</h2>
        <${Textarea} name="text" label="The table, with its headings" value=${text} onChange=${setText} rows="5"
          spellcheck="false" />
        <div class="buttons"><${Button} type="submit" busy=${busy === "text" || !text.trim()}>Read it<//></div>
      </form>
    </div>
    <${Earlier} kind=${kind} activity=${activity} load=${earlier} />`;
}

function Earlier({ kind, activity, load }) {
  const { data, error, reload } = load;
  if (error) return html`<${Failure} error=${error} retry=${reload} />`;
  const items = (data?.items ?? []).filter((one) => one.kind === kind);
  if (!items.length) return null;
  return html`<section class="exports" aria-labelledby="earlier-title">
    <h2 id="earlier-title">Answers so far</h2>
    <ul class="answers">${items.map((one) => html`<li key=${one.id}>
      <${Link} href=${addressOf(activity, kind, one.id)}>${instant(one.uploaded_at, activity.timezone)}<//>
      <span class="meta">by ${one.actor} · ${one.applied_at
        ? `${plural(one.changed, "record")} changed`
        : "nothing changed yet"}</span></li>`)}</ul>
  </section>`;
}

function OneAnswer({ id, kind, activity, reload, back }) {
  const { data, error, reload: again, set } = useLoad(`/results/${encodeURIComponent(id)}`);
  return html`
    <div class="screen-head"><${Heading}>${KINDS[kind].title}<//>
      <${Link} href=${back}>Another file<//></div>
    <${Failure} error=${error} retry=${again} />
    ${!data && !error && html`<${Loading} what="Reading the answer" />`}
    ${data && html`<${AnswerPreview} result=${data} activity=${activity}
      onChanged=${(fresh) => { set(fresh); reload(); }} />`}`;
}
