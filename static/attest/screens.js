// What is on the screen: the server's pages, one in place of the other, and the line that says how far the sending is.

import { element } from "./kept.js";
import { post } from "./post.js";

const line = element("div", { className: "sending" });
const screens = [];  // by their place in the browser's history, as somebody left them
let at = history.state?.at ?? 0;
let next = null, timer, tries = 0;

export const form = () => document.querySelector("main form");
export const step = () => form()?.elements.step?.value;

// Where the page begins; `changed` is called after Back or Forward.
export function begin(changed) {
  line.setAttribute("role", "status");
  document.querySelector("main").after(line);
  history.replaceState({ at }, "");
  screens[at] = { main: document.querySelector("main"), title: document.title };
  addEventListener("popstate", ({ state }) => {
    if (!state || state.at === at) return;  // a link to a field
    at = state.at;
    if (!screens[at]) return location.reload();
    put(screens[at]);
    changed();
  });
}

// The page in an answer of ours; null where a proxy or the login page of some Wi-Fi has answered.
export function page(text) {
  const found = new DOMParser().parseFromString(text, "text/html");
  return found.querySelector("meta[name=generator][content=attest]") && found;
}

// Show it. The next step is one to come Back from; the same one with errors is not.
export function place(found) {
  const before = step();
  const shown = { main: document.adoptNode(found.querySelector("main")), title: found.title };
  put(shown);
  if (step() !== before) history.pushState({ at: ++at }, "");
  screens.splice(at, Infinity, shown);
}

function put({ main, title }) {
  document.querySelector("main").replaceWith(main);
  document.title = title;
  scrollTo(0, 0);
  const wanted = main.querySelector("[autofocus]");
  if (wanted) wanted.focus();
  else main.focus({ preventScroll: true });
}

export function say(heading, words = "", kind = "warn") {
  const panel = element("div", { className: `panel ${kind}` }, element("p", {}, element("strong", {}, heading), ` ${words}`));
  if (next) panel.append(element("button", { type: "button", className: "button plain", onclick: again }, "Try now"));
  line.replaceChildren(...(heading ? [panel] : []));
}

// Do the job after a while, sooner where the network comes back or somebody looks; a hall's phones not all at once.
export function later(job, words, seconds = Math.min(30, 3 * 2 ** tries)) {
  tries += 1;
  next = job;
  clearTimeout(timer);
  timer = setTimeout(again, seconds * 1000 * (0.75 + Math.random() / 2));
  say("Not sent yet.", words);
}

export function again() {
  const job = next;
  next = null;
  clearTimeout(timer);
  job?.();
}

// It went through, or is not wanted any more.
export function stop() {
  next = null;
  tries = 0;
  clearTimeout(timer);
  say("");
}

// What waited from before is stored: this page has nothing else to do with it.
export function told({ reference }) {
  say("Sent.", `What waited on this phone is saved. Its reference is ${reference}.`, "ok");
}

export let busy = false;

// A post that somebody waits for; a second tap meanwhile does nothing.
export async function press(...what) {
  busy = true;
  const slow = setTimeout(say, 600, "Sending\u2026", "", "soft");
  const came = await post(...what);
  clearTimeout(slow);
  busy = false;
  return came;
}
