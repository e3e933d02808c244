// The frame round every screen: where you are, who you are, the way out.
import { createContext, html, useContext, useEffect } from "./ui.js";
import { csrfToken } from "./api.js";
import { AskAgain } from "./ask_again.js";
import { Failure, Heading, Loading } from "./components.js";
import { useLoad } from "./hooks.js";
import { Link } from "./router.js";

const Shared = createContext(null);

// {me, vocabulary}: asked for once per visit.
export const useShared = () => useContext(Shared);

const AREAS = [
  ["activities", "/desk", "Activities"],
  ["pilot", "/desk/pilot", "Pilot"],
  ["pars-file", "/desk/pars-file", "PARS file"],
  ["people", "/desk/people", "People"],
  ["provider", "/desk/provider", "Provider"],
];

export function Frame({ area = "activities", children }) {
  const me = useLoad("/me");
  const vocabulary = useLoad("/vocabulary");
  const shared = me.data && vocabulary.data && { me: me.data, vocabulary: vocabulary.data };
  const error = me.error ?? vocabulary.error;
  useEffect(() => {
    // The first answer that says "signed out" is the one place where leaving loses nothing.
    if (me.error?.status === 401) location.assign("/desk/sign-in");
  }, [me.error]);
  useEffect(() => {
    // On a phone the areas are wider than the window.
    document.querySelector(".desk-top [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [area]);
  return html`
    <a class="skip" href="#screen" onClick=${skip}>Skip to the content</a>
    <header class="desk-top">
      <${Link} href="/desk" class="wordmark">attest<//>
      <nav aria-label="Desk"><ul>${AREAS.map(([key, href, words]) => html`<li key=${key}>
        <${Link} href=${href} aria-current=${key === area ? "page" : undefined}>${words}<//></li>`)}</ul></nav>
      <form class="sign-out" method="post" action="/desk/sign-out">
        <input type="hidden" name="csrf_token" value=${csrfToken()} />
        <${Link} href="/desk/account" class="who" aria-current=${area === "account" ? "page" : undefined}>
          <span class="name">${me.data?.name ?? ""}</span><span class="short">Account</span><//>
        <button class="button quiet" type="submit">Sign out</button>
      </form>
    </header>
    <main id="screen" tabindex="-1">
      ${shared ? html`<${Shared.Provider} value=${shared}>${children}<//>`
        : error ? html`
          <${Heading}>attest<//>
          <${Failure} error=${error} retry=${() => { me.reload(); vocabulary.reload(); }} />
        `
        : html`<${Loading} />`}
    </main>
    ${shared && html`<${AskAgain} me=${me.data} />`}`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("screen").focus();
}

export function NotFound() {
  return html`<${Heading}>There is no such page<//>
    <p>The address may be old. <${Link} href="/desk">All activities<//></p>`;
}
