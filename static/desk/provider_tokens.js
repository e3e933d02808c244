// The tokens by which other systems may use the API: what each may do, a new one, and the end of one.
import { html, useState } from "./ui.js";
import { post, remove } from "./api.js";
import { Announce, Button, CopyButton, Failure, Hidden, Notice } from "./components.js";
import { ago, instant } from "./format.js";
import { Checkbox, ErrorSummary, Input, problemsByField } from "./forms.js";
import { useLoad } from "./hooks.js";

const SCOPES = [
  ["read", "See everything", "Activities and records, license numbers and birthdays among them"],
  ["collect", "Collect", "Set up activities, send records in, correct them"],
  ["report", "Report", "Make and fetch files for PARS, bring in its answers"],
  ["manage", "Manage", "People, tokens and settings: all that an administrator may"],
];

export function Tokens() {
  const { data, error, reload } = useLoad("/tokens");
  const [said, setSaid] = useState("");
  const revoked = () => {
    document.getElementById("tokens").focus(); // the button that had it goes away
    setSaid("Revoked.");
    reload();
  };
  return html`<section class="card" aria-labelledby="tokens"><h2 id="tokens" tabindex="-1">Other systems</h2>
    <${Failure} error=${error} retry=${reload} />
    ${data?.items.length === 0 && html`<p class="meta">No other system has an API token.</p>`}
    ${data?.items.length > 0 && html`<ul class="people">${data.items.map((token) => html`
      <${Token} key=${token.id} token=${token} onRevoked=${revoked} />`)}</ul>`}
    <${NewToken} onMade=${reload} />
    <${Announce}>${said}<//>
  </section>`;
}

function Token({ token, onRevoked }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const revoke = async () => {
    setBusy(true);
    try {
      await remove(`/tokens/${token.id}`);
      onRevoked();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const may = SCOPES.filter(([scope]) => token.scopes.includes(scope)).map(([, words]) => words.toLowerCase());
  return html`<li class="person">
    <div><strong>${token.name}</strong>
      <p class="meta">May ${may.join(", ")}</p>
      <p class="meta">Made ${instant(token.created_at)} · ${token.used_at ? `last used ${ago(token.used_at)}` : "never used"}</p></div>
    ${asking ? html`<div class="buttons">
        <${Button} kind="plain danger" busy=${busy} onClick=${revoke}>Revoke ${token.name} now<//>
        <${Button} kind="quiet" onClick=${() => setAsking(false)}>Cancel<//></div>`
      : html`<${Button} onClick=${() => setAsking(true)}>Revoke<${Hidden}> ${token.name}<//><//>`}
    <${Failure} error=${error} />
  </li>`;
}

function NewToken({ onMade }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(["read"]);
  const [made, setMade] = useState(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const make = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      setMade(await post("/tokens", { name, scopes }));
      setName("");
      setScopes(["read"]);
      setOpen(false);
      onMade();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const turn = (scope) => (on) => setScopes((old) => (on ? [...old, scope] : old.filter((one) => one !== scope)));
  const wrong = problemsByField(error);
  return html`
    ${made && html`<${Notice} kind="ok" role="status">
      <p>The token of ${made.name}. It is not shown again.</p>
      <div class="address"><code>${made.token}</code><${CopyButton} text=${made.token} label="Copy token" /></div><//>`}
    ${!open ? html`<div class="buttons"><${Button} onClick=${() => setOpen(true)}>Make a token<//></div>`
      : html`<form class="new-token" onSubmit=${make} novalidate>
        <${ErrorSummary} error=${error} />
        <${Input} name="name" label="For which system?" value=${name} onChange=${setName} error=${wrong.name}
          width="medium" maxlength="100" />
        <fieldset class="field full" id="field-scopes" tabindex="-1"><legend>What may it do?</legend>
          ${wrong.scopes && html`<span class="wrong">${wrong.scopes}</span>`}
          ${SCOPES.map(([scope, label, hint]) => html`<${Checkbox} key=${scope} name=${`scope.${scope}`} label=${label}
            hint=${hint} checked=${scopes.includes(scope)} onChange=${turn(scope)} />`)}</fieldset>
        <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Make the token<//>
          <${Button} kind="quiet" onClick=${() => setOpen(false)}>Cancel<//></div>
      </form>`}`;
}
