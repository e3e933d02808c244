// The tokens by which other systems may use the API, and the end of one.
import { html, useState } from "./ui.js";
import { remove } from "./api.js";
import { Announce, Button, Failure, Hidden } from "./components.js";
import { instant } from "./format.js";
import { useLoad } from "./hooks.js";

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
  return html`<li class="person">
    <div><strong>${token.name}</strong><p class="meta">API token, made ${instant(token.created_at)}</p></div>
    ${asking ? html`<div class="buttons">
        <${Button} kind="plain danger" busy=${busy} onClick=${revoke}>Revoke ${token.name} now<//>
        <${Button} kind="quiet" onClick=${() => setAsking(false)}>Cancel<//></div>`
      : html`<${Button} onClick=${() => setAsking(true)}>Revoke<${Hidden}> ${token.name}<//><//>`}
    <${Failure} error=${error} />
  </li>`;
}
