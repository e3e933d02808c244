// People: who may sign in, somebody new by a link that works once, and what signing in takes.
import { html, useState } from "./ui.js";
import { post, remove } from "./api.js";
import { Announce, Button, CopyButton, Failure, Heading, Hidden, Loading, Notice } from "./components.js";
import { instant } from "./format.js";
import { ErrorSummary, Input, problemsByField, Radios } from "./forms.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";
import { SignInRules } from "./people_rules.js";
import { Person } from "./person.js";

const ROLES = [
  { value: "coordinator", label: "Coordinator", hint: "Everything with activities and records" },
  { value: "administrator", label: "Administrator", hint: "That, and people and settings" },
];

export function People() {
  const { me } = useShared();
  const { data, error, reload } = useLoad("/staff");
  const [said, setSaid] = useState("");
  const mayChange = me.role === "administrator";
  const invitations = useLoad(mayChange ? "/invitations" : null);
  return html`
    <div class="screen-head"><${Heading}>People<//></div>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    <${Announce}>${said}<//>
    ${data && html`<ul class="people">${data.items.map((person) => html`
      <${Person} key=${person.id} person=${person} mine=${person.id === me.id} mayChange=${mayChange}
        onDone=${(words) => { setSaid(words); reload(); }} />`)}</ul>`}
    ${mayChange ? html`<${Pending} load=${invitations} onDone=${(words) => { setSaid(words); invitations.reload(); }} />
      <${Invite} onMade=${invitations.reload} />
      <${SignInRules} />` : html`<p class="meta">An administrator can invite somebody new.</p>`}`;
}

// The links that nobody has used yet. What they are is not kept, so they can only be withdrawn.
function Pending({ load: { data, error, reload }, onDone }) {
  if (error) return html`<${Failure} error=${error} retry=${reload} />`;
  if (!data?.items.length) return null;
  return html`<section aria-labelledby="pending"><h2 id="pending" tabindex="-1">Invited, not here yet</h2>
    <ul class="people">${data.items.map((one) => html`<${Invited} key=${one.id} invitation=${one} onDone=${onDone} />`)}
    </ul></section>`;
}

function Invited({ invitation, onDone }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const who = invitation.email ?? "Whoever has the link";
  const withdraw = async () => {
    setBusy(true);
    try {
      await remove(`/invitations/${invitation.id}`);
      document.querySelector("h1").focus(); // the button that had it goes away
      onDone("Invitation withdrawn.");
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<li class="person">
    <div><strong>${who}</strong>
      <p class="meta">${invitation.role} · the link works until ${instant(invitation.expires_at)}</p></div>
    <${Button} busy=${busy} onClick=${withdraw}>Withdraw<${Hidden}> the invitation of ${who}<//><//>
    <${Failure} error=${error} />
  </li>`;
}

function Invite({ onMade }) {
  const [fields, setFields] = useState({ email: "", role: "coordinator" });
  const [link, setLink] = useState(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const invite = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      setLink(await post("/staff", { email: fields.email.trim(), role: fields.role }));
      setFields({ email: "", role: "coordinator" });
      onMade();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const wrong = problemsByField(error);
  const change = (name) => (value) => setFields((old) => ({ ...old, [name]: value }));
  const bind = (name) => ({ name, value: fields[name], error: wrong[name], onChange: change(name) });
  return html`<section class="card invite" aria-labelledby="invite-title">
    <h2 id="invite-title">Invite somebody</h2>
    ${link && html`<${Notice} kind="ok" role="status">
      <p>Send this link to ${link.email}. It works once, for 24 hours, and is not shown again.</p>
      <div class="address"><code>${link.link}</code><${CopyButton} text=${link.link} label="Copy link" /></div><//>`}
    <form onSubmit=${invite} novalidate>
      <${ErrorSummary} error=${error} />
      <${Input} type="email" label="Email address" width="medium" spellcheck="false" ...${bind("email")} />
      <${Radios} label="Role" choices=${ROLES} ...${bind("role")} />
      <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Make a one-time link<//></div>
    </form>
  </section>`;
}
