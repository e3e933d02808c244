// The small parts that every screen is made of.
import { html, useEffect, useRef, useState } from "./ui.js";
import { number } from "./format.js";
import { hasMoved } from "./router.js";

export const STATES = {
  needs_attention: "Needs attention",
  ready: "Ready",
  exported: "Exported",
  accepted: "Accepted",
  rejected: "Rejected",
  set_aside: "Set aside",
  not_for_pars: "Not for PARS",
};

// The one h1 of a screen. It names the tab, never with personal data, and takes the focus when the screen changes.
export function Heading({ children, title, focus = true }) {
  const own = useRef(null);
  const words = title ?? children;
  useEffect(() => {
    document.title = `${words} · attest`;
    if (focus && hasMoved()) own.current.focus({ preventScroll: true });
  }, [words]);
  return html`<h1 ref=${own} tabindex="-1">${children}</h1>`;
}

export function Button({ kind = "plain", busy = false, children, type = "button", ...rest }) {
  // aria-disabled, not disabled: a disabled button would drop the focus while it works.
  const guarded = busy ? { "aria-disabled": "true", onClick: (event) => event.preventDefault() } : {};
  return html`<button type=${type} class=${`button ${kind}`} ...${rest} ...${guarded}>${children}</button>`;
}

export function Chip({ state, words = STATES[state] ?? state }) {
  return html`<span class=${`chip state-${state}`}>${words}</span>`;
}

// kind: info, ok, warn or danger.
export function Notice({ kind = "info", children, ...rest }) {
  return html`<div class=${`panel ${kind}`} ...${rest}>${children}</div>`;
}

// An error of the API in its own words, with a way on.
export function Failure({ error, retry }) {
  if (!error) return null;
  return html`<${Notice} kind="danger" role="alert">
    <p>${error.message}</p>
    ${error.status === 401 && html`<p><a href="/desk/sign-in" target="_blank">Sign in (opens a new tab)</a></p>`}
    ${retry && html`<${Button} onClick=${retry}>Try again<//>`}
  <//>`;
}

// Why something was refused: every reason of the API, where it gives several; `lead` stands before them.
export function Refusal({ error, lead = error?.message }) {
  if (!error?.problems.length) return html`<${Failure} error=${error} />`;
  return html`<${Notice} kind="danger" role="alert"><p>${lead}</p>
    <ul>${error.problems.map(({ message }) => html`<li key=${message}>${message}</li>`)}</ul><//>`;
}

// What a screen shows until its data is there. The words come late, so that a quick answer does not flicker.
export function Loading({ what = "Loading" }) {
  return html`<p class="loading" role="status">${what}…</p>`;
}

export function Empty({ title, children }) {
  return html`<div class="empty"><h2>${title}</h2>${children}</div>`;
}

// Said, not shown.
export const Hidden = ({ children }) => html`<span class="visually-hidden">${children}</span>`;

// Words for those who hear the page: always in the document, so that a change is announced.
export function Announce({ children }) {
  return html`<p class="visually-hidden" role="status" aria-live="polite">${children}</p>`;
}

export function CopyButton({ text, label = "Copy", about = "" }) {
  const [words, setWords] = useState("");
  useEffect(() => {
    if (!words) return undefined;
    const timer = setTimeout(() => setWords(""), 2500);
    return () => clearTimeout(timer);
  }, [words]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setWords("Copied");
    } catch {
      setWords("Copy it by hand, please");
    }
  };
  return html`<${Button} onClick=${copy}>
    ${words || label}
    ${about && html`<${Hidden}> ${about}<//>`}
  <//><${Announce}>${words}<//>`;
}

// A number that matters, with its unit below it.
export function Figure({ value, label, kind = "" }) {
  return html`<div class=${`figure ${kind}`}>
    <span class="value">${value}</span>
    <span class="label">${label}</span>
  </div>`;
}

// Beside head-counts: doubles, and people who were not there, are nobody's heads.
export function NotCounted({ states }) {
  const aside = states.set_aside ?? 0;
  if (!aside) return null;
  return html`<p class="meta">${aside === 1 ? "1 record set aside is" : `${number(aside)} records set aside are`}${" "}
    not counted among them.</p>`;
}

// A bar whose length is drawn by SVG attributes: no inline style, and the number always stands beside it.
export function Bar({ share, kind = "" }) {
  const width = `${Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10}%`;
  return html`<svg class=${`bar ${kind}`} aria-hidden="true" width="100%" height="8">
    <rect class="track" width="100%" height="8" rx="4"></rect>
    <rect class="fill" width=${width} height="8" rx="4"></rect>
  </svg>`;
}
