// Sends the learner's form over a network that comes and goes. What cannot be delivered waits and goes out by itself,
// under the same id at every try. Nothing is called sent but by the server's own answer.

import { Draft, offerToRemember, remember } from "./draft.js";
import { drop, keys, read, write } from "./kept.js";
import { deliverQuietly, receipt } from "./post.js";
import { again, begin, busy, form, later, page, place, press, say, step, stop, told } from "./screens.js";

const here = document.querySelector("script[data-action]").dataset;
const draft = new Draft(here.action);

let done = false;
let safe = true;  // whether this browser keeps what waits
let waiting = null;  // not stored yet: {key, action, fields}

const ours = (any) => any?.getAttribute("action") === here.action;

// All that stores nothing: the server's next screen takes the place of this one.
async function ask(fields) {
  const { answer, text } = await press(here.action, fields, "text/html");
  const found = page(text);
  if (!found) {
    return later(() => ask(fields), "We cannot reach the server. Everything you typed is still here. It goes on by itself when the network is back.");
  }
  stop();
  if (answer.redirected) return leave(answer.url);  // taken this time
  if (answer.status === 409) draft.renew();
  place(found);
  return look();
}

function look() {
  if (step() === "submit") offerToRemember(form());
  if (ours(form())) draft.save(form());
}

async function deliver(entry) {
  const { answer, text } = await press(entry.action, entry.fields, "application/json");
  const kept = receipt(answer, text, here.receipts);
  if (kept) drop(entry.key);
  if (kept && entry !== waiting) return told(kept);  // somebody else has the phone by now
  if (kept) {
    stop();
    say("Sent.", `Your reference is ${kept.reference}. Opening your receipt.`, "ok");
    return leave(kept.path);
  }
  if (entry !== waiting) return null;  // withdrawn meanwhile
  const said = answer?.headers.get("Content-Type")?.startsWith("application/problem+json");
  if (said && answer.status < 500 && answer.status !== 429) {
    withdraw();
    return ask(entry.fields);  // its page says why
  }
  const why = said ? "The server is busy." : "We cannot reach the server.";
  const where = safe ? "Your answers are kept on this phone and" : "Keep this page open: your answers";
  const words = `${why} ${where} go out by themselves as soon as they can.`;
  return later(() => deliver(entry), words, Number(answer?.headers.get("Retry-After")) || undefined);
}

// It is stored: nothing of it stays here.
function leave(address) {
  done = true;
  waiting = null;
  draft.forget();
  location.replace(address);
}

// The learner goes on with something else: what waits is not sent behind their back.
function withdraw() {
  stop();
  if (waiting) drop(waiting.key);
  waiting = null;
}

// Somebody else takes the phone: what waits is the first one's, and leads to no receipt.
function handOver() {
  if (waiting && !safe) return;  // the page alone has it
  stop();
  waiting = null;
}

// What this phone could not send before, of other activities and other people too.
async function resume() {
  for (const key of keys("waiting")) {
    if (key === waiting?.key) continue;
    const entry = { ...read(key), key };
    if (entry.action === here.action && entry.fields.submission_id === draft.id) {
      waiting = entry;
      await deliver(entry);
      continue;
    }
    const kept = await deliverQuietly(entry, here.receipts);
    if (kept) told(kept);
  }
}

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (!ours(target) || submitter === undefined) return;  // an old browser
  event.preventDefault();
  if (busy || done) return;
  withdraw();
  const fields = Object.fromEntries(new FormData(target));
  if (submitter?.name) fields[submitter.name] = submitter.value;
  fields.submission_id = draft.id || fields.submission_id || "";
  fields.seconds = draft.seconds;
  if (step() !== "submit" || fields.edit || fields.move || !fields.attest) return ask(fields);
  remember(target);
  waiting = { key: `attest:waiting:${fields.submission_id}`, action: here.action, fields };
  safe = write(waiting.key, waiting);
  deliver(waiting);
});

document.addEventListener("input", ({ target }) => {
  if (!ours(target.form) || step() !== "check") return;
  draft.save(target.form);
  if (!busy) withdraw();
});

addEventListener("online", () => {
  again();
  resume();
});
document.addEventListener("visibilitychange", () => document.hidden || again());
addEventListener("pageshow", ({ persisted }) => persisted && done && location.reload());
addEventListener("beforeunload", (event) => waiting && !safe && event.preventDefault());

begin(() => draft.save(form()));
if (ours(form()) && "filled" in here) look();
else if (ours(form())) draft.restore(form(), handOver);
resume();
if (here.worker) import("./offline.js").then(({ keepPage }) => keepPage(here.worker));
