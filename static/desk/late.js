// Collect: personal links for learners who come late, each for one form.
import { html, useState } from "./ui.js";
import { post, remove } from "./api.js";
import { Announce, Button, CopyButton, Failure, Hidden, Notice } from "./components.js";
import { instant } from "./format.js";
import { ErrorSummary, Input, problemsByField } from "./forms.js";
import { useLoad } from "./hooks.js";

const BLANK = { note: "", until: "" };
const USED = { waiting: "not used yet", used: "used", over: "over, not used" };

export function LateLearners({ activity }) {
  const { data, error, reload } = useLoad(`/activities/${activity.id}/late-links`);
  const [said, setSaid] = useState("");
  const ended = () => {
    document.getElementById("late").focus(); // the button that had it goes away
    setSaid("The link is ended.");
    reload();
  };
  return html`<section class="card late-learners" aria-labelledby="late">
    <h2 id="late" tabindex="-1">Somebody late?</h2>
    <p>A personal link opens the form once, also when it is closed or full. Whoever has it can use it.</p>
    <${Failure} error=${error} retry=${reload} />
    <${MakeLink} activity=${activity} onMade=${reload} />
    <${Announce}>${said}<//>
    ${data?.items.length > 0 && html`<ul class="people">${data.items.map((link) => html`
      <${LateLink} key=${link.id} link=${link} zone=${activity.timezone} onEnded=${ended} />`)}</ul>`}
  </section>`;
}

function MakeLink({ activity, onMade }) {
  const [fields, setFields] = useState(BLANK);
  const [made, setMade] = useState(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const make = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    setMade(null);
    try {
      const sent = { note: fields.note.trim() || null, until: fields.until || null };
      setMade(await post(`/activities/${activity.id}/late-links`, sent));
      setFields(BLANK);
      onMade();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const wrong = problemsByField(error);
  const bind = (name) => ({ name, value: fields[name], error: wrong[name],
    onChange: (value) => setFields((old) => ({ ...old, [name]: value })) });
  return html`
    ${made && html`<${Notice} kind="ok" role="status">
      <p>Send this link to one learner. It works until ${instant(made.expires_at, activity.timezone)}, and is not
        shown again.</p>
      <div class="address"><code>${made.url}</code><${CopyButton} text=${made.url} label="Copy link" /></div><//>`}
    <form onSubmit=${make} novalidate>
      <${ErrorSummary} error=${error} />
      <div class="columns">
        <${Input} label="For whom (optional)" hint="For this list only" width="medium" ...${bind("note")} />
        <${Input} type="date" label="Last day (optional)" hint="Empty: a week from now" width="short"
          ...${bind("until")} />
      </div>
      <div class="buttons"><${Button} type="submit" busy=${busy}>Make a personal link<//></div>
    </form>`;
}

function LateLink({ link, zone, onEnded }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const whom = link.note || "No name given";
  const end = async () => {
    setBusy(true);
    try {
      await remove(`/late-links/${link.id}`);
      onEnded();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<li class="person">
    <div><strong>${whom}</strong>
      <p class="meta">${USED[link.state]} · ${link.state === "used" ? instant(link.used_at, zone)
        : `until ${instant(link.expires_at, zone)}`} · made by ${link.actor}</p></div>
    ${link.state === "waiting" && html`
      <${Button} kind="quiet" busy=${busy} onClick=${end}>End<${Hidden}> the link for ${whom}<//><//>`}
    <${Failure} error=${error} />
  </li>`;
}
