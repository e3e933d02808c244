// Addresses without a library: the history API, one hook, one link. No personal value ever goes into an address.
import { html, useEffect, useState } from "./ui.js";

let moved = false;
let guard = null;

// True once the coordinator has moved inside the page: only then may a heading take the focus.
export const hasMoved = () => moved;

// `quiet` changes the address of what is on the screen already; `saved` leaves a form that has just been stored.
export function go(address, { replace = false, quiet = false, saved = false } = {}) {
  if (!saved && guard && !guard()) return;
  if (!quiet) moved = true;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  dispatchEvent(new Event("attest:moved"));
  if (!quiet) scrollTo(0, 0);
}

export function useAddress() {
  const [address, setAddress] = useState(here);
  useEffect(() => {
    const follow = () => setAddress(here());
    const back = () => { moved = true; follow(); };
    addEventListener("popstate", back);
    addEventListener("attest:moved", follow);
    return () => {
      removeEventListener("popstate", back);
      removeEventListener("attest:moved", follow);
    };
  }, []);
  return address;
}

function here() {
  const parts = location.pathname.split("/").filter(Boolean).slice(1);
  return { path: location.pathname, parts, query: new URLSearchParams(location.search) };
}

// While `dirty`, leaving asks first: inside the page by a question, outside it by the browser's own.
export function useUnsaved(dirty) {
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event) => event.preventDefault();
    guard = () => confirm("Leave without saving your changes?");
    addEventListener("beforeunload", warn);
    return () => {
      guard = null;
      removeEventListener("beforeunload", warn);
    };
  }, [dirty]);
}

export function Link({ href, children, ...rest }) {
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    go(href);
  };
  return html`<a href=${href} onClick=${follow} ...${rest}>${children}</a>`;
}
