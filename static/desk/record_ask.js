// Ask the learner: a link that opens some answers of this record, once; sent, copied, or opened in her mail program.
import { html, useEffect, useRef, useState } from "./ui.js";
import { post } from "./api.js";
import { Button, CopyButton, Failure, Loading } from "./components.js";
import { Checkbox, ErrorSummary, Textarea } from "./forms.js";
import { instant } from "./format.js";
import { useLoad } from "./hooks.js";
import { AskedBefore, QUESTIONS } from "./record_links.js";

const ASKABLE = ["needs_attention", "ready", "exported", "accepted", "rejected"];

export function Ask({ record, activity, onAsked }) {
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState(null);
  if (!ASKABLE.includes(record.state) || record.proposal || record.erased_at) return null;
  const done = (fresh) => {
    setMade(fresh);
    setAsking(false);
    onAsked();
  };
  return html`<section class="ask" aria-labelledby="ask-title">
    <h3 id="ask-title">Ask the learner</h3>
    ${made && html`<${Made} made=${made} activity=${activity} />`}
    <${AskedBefore} links=${record.links} activity=${activity} />
    ${asking
      ? html`<${AskForm} record=${record} onDone=${done} onCancel=${() => setAsking(false)} />`
      : html`<p class="meta">A link opens only the answers in question, once, for 14 days. What comes back is a
          proposal: you decide.</p>
        <div class="buttons"><${Button} onClick=${() => { setMade(null); setAsking(true); }}>
          ${record.links.length ? "Ask again" : "Ask the learner"}<//></div>`}
  </section>`;
}

function AskForm({ record, onDone, onCancel }) {
  const path = `/records/${record.id}/link`;
  const { data: suggested, error: failed, reload } = useLoad(path);
  const [chosen, setChosen] = useState(null);
  const [reason, setReason] = useState(null);
  const [busy, setBusy] = useState("");
  const [error, setError] = useState(null);
  const own = useRef(null);
  useEffect(() => { own.current?.querySelector("input")?.focus(); }, [Boolean(suggested)]);
  if (!suggested) return failed ? html`<${Failure} error=${failed} retry=${reload} />` : html`<${Loading} />`;

  const fields = chosen ?? suggested.fields;
  const why = reason ?? suggested.reason;
  const turn = (field, on) => setChosen(suggested.choices.filter((one) =>
    (one === field || (field === "birth_month" && one === "birth_day") ? on : fields.includes(one))));
  const make = async (send) => {
    setBusy(send ? "send" : "link");
    setError(null);
    try {
      const asked = { fields, send };
      onDone(await post(path, why.trim() ? { ...asked, reason: why.trim() } : asked));
    } catch (problem) {
      setError(problem);
      setBusy("");
    }
  };
  const leave = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onCancel();
  };
  return html`<form class="with-reason" ref=${own} novalidate onKeyDown=${leave}
      onSubmit=${(event) => { event.preventDefault(); make(suggested.can_send); }}>
    <${ErrorSummary} error=${error} />
    <fieldset class="field"><legend>Which answers?</legend>
      <div class="ask-fields">${suggested.choices.filter((field) => field !== "birth_day").map((field) => html`
        <${Checkbox} key=${field} name=${`ask.${field}`} label=${QUESTIONS[field]} checked=${fields.includes(field)}
          onChange=${(on) => turn(field, on)} />`)}</div></fieldset>
    <${Textarea} name="reason" label="What the learner reads" rows="3" value=${why} onChange=${setReason} maxlength="500" />
    <div class="buttons">
      ${suggested.can_send && html`<${Button} kind="primary" type="submit" busy=${busy !== ""}>
        Send it to ${record.email}<//>`}
      <${Button} kind=${suggested.can_send ? "plain" : "primary"} type=${suggested.can_send ? "button" : "submit"}
        busy=${busy !== ""} onClick=${suggested.can_send ? () => make(false) : undefined}>Make a link to copy<//>
      <${Button} kind="quiet" onClick=${onCancel}>Cancel<//>
    </div>
    ${suggested.why_not && html`<p class="meta">${suggested.why_not}</p>`}
  </form>`;
}

function Made({ made, activity }) {
  const own = useRef(null);
  useEffect(() => own.current.focus(), []);
  const { to, subject, text, state } = made.letter;
  const mail = `mailto:${encodeURIComponent(to)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
  return html`<div class="panel ok" tabindex="-1" ref=${own} role="status">
    <p>${state ? "The letter is on its way." : "The link is ready."} It works once, until${" "}
      ${instant(made.expires_at, activity.timezone)}, and is not shown again.</p>
    ${!state && html`<p class="address"><code>${made.url}</code></p>
      <div class="buttons"><${CopyButton} text=${made.url} label="Copy the link" />
        <a class="button plain" href=${mail}>Open in my mail program</a></div>`}
  </div>`;
}
