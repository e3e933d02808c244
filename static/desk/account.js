// Account: one's own password and second step, and where one is signed in.
import { html, useState } from "./ui.js";
import { remove } from "./api.js";
import { Announce, Button, Failure, Heading, Hidden, Loading } from "./components.js";
import { ago, instant } from "./format.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";

export function Account() {
  const { me } = useShared();
  return html`
    <div class="screen-head"><${Heading}>Account<//></div>
    <p class="lead-in">${me.name}, ${me.email}, ${me.role}</p>
    <section class="card" aria-labelledby="second-step">
      <h2 id="second-step">Second step at sign-in</h2>
      ${me.second_factor ? html`
        <p>On: after your password you enter a code from your phone.</p>
        <p class=${me.recovery_codes_left > 2 ? "meta" : "wrong"}>${codesLeft(me.recovery_codes_left)}</p>
        <div class="buttons"><a class="button plain" href="/desk/second-factor/change">Change it</a></div>` : html`
        <p>Off. With it, a stolen password alone opens nothing.</p>
        <div class="buttons"><a class="button" href="/desk/second-factor">Turn it on</a></div>`}
    </section>
    <section class="card" aria-labelledby="own-password">
      <h2 id="own-password">Password</h2>
      <div class="buttons"><a class="button plain" href="/desk/password">Change your password</a></div>
    </section>
    <${Sessions} />`;
}

function codesLeft(left) {
  if (left === 0) return "No recovery code is left. Make new ones before you need one.";
  return left === 1 ? "1 recovery code is left." : `${left} recovery codes are left.`;
}

function Sessions() {
  const { data, error, reload } = useLoad("/me/sessions");
  const [said, setSaid] = useState("");
  const [failure, setFailure] = useState(null);
  const end = async (path, words) => {
    setFailure(null);
    try {
      await remove(path);
      document.getElementById("sessions").focus(); // the button that had it goes away
      setSaid(words);
      reload();
    } catch (problem) {
      setFailure(problem);
    }
  };
  return html`<section class="card" aria-labelledby="sessions">
    <h2 id="sessions" tabindex="-1">Where you are signed in</h2>
    <${Failure} error=${error} retry=${reload} />
    <${Failure} error=${failure} />
    ${!data && !error && html`<${Loading} />`}
    ${data && html`<ul class="people">${data.items.map((one) => html`<li class="person" key=${one.id}>
      <div><strong>${one.device || "A browser"}</strong> ${one.current && html`<span class="chip">this one</span>`}
        <p class="meta">since ${instant(one.started_at)} · last used ${ago(one.seen_at)}</p></div>
      ${!one.current && html`<${Button} onClick=${() => end(`/me/sessions/${one.id}`, "Ended.")}>
        End<${Hidden}> ${one.device}, since ${instant(one.started_at)}<//><//>`}
    </li>`)}</ul>`}
    ${data?.items.length > 1 && html`<div class="buttons">
      <${Button} onClick=${() => end("/me/sessions", "All others ended.")}>End all others<//></div>`}
    <p class="meta">It ends by itself after 30 minutes without use, and after 12 hours.</p>
    <${Announce}>${said}<//>
  </section>`;
}
