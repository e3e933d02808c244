// The five steps of a pilot: what is done of each, what is next, and the way there.
import { html } from "./ui.js";
import { Failure, Heading, Hidden, Loading } from "./components.js";
import { list, number, plural } from "./format.js";
import { useLoad } from "./hooks.js";
import { METHODS, STEPS } from "./pilot_words.js";
import { Link } from "./router.js";

// What is next, by its name: the words, and the address below the activity or the pilot.
const NEXT = {
  choose: [() => "Choose activities", "edit"],
  gather: [() => "Nobody yet. Show the QR code", "collect"],
  method: [() => "Choose how it goes to PARS", "report"],
  review: [(count) => `${number(count)} ${count === 1 ? "needs" : "need"} attention`, "review?state=needs_attention"],
  report: [(count) => `${number(count)} ready to report`, "report"],
  answer: [(count) => `${number(count)} ${count === 1 ? "waits" : "wait"} for PARS’s answer`, "answer"],
  rejected: [(count) => `${number(count)} rejected`, "review?state=rejected"],
  hiccups: [(count) => `${plural(count, "hiccup")} open`, "hiccups"],
  staff_time: [() => "Enter staff time", "staff-time"],
};
const REPORT = [() => "Read the report", "report"];

const SAID = {
  choose: (count) => plural(count, "activity", "activities"),
  gather: (count) => plural(count, "learner"),
  method: (_, methods) => list(methods.map((one) => METHODS[one] ?? one)) || "None yet",
  submit: (count) => `${number(count)} accepted by PARS`,
  evaluate: (count) => (count ? `${plural(count, "hiccup")} to decide` : "Nothing to decide"),
};

export function PilotSteps({ pilot, activities }) {
  const { data, error, reload } = useLoad(`/pilots/${pilot.id}/steps`);
  const next = data?.steps.find((step) => !step.done)?.name;
  return html`
    <div class="screen-head"><${Heading}>Five steps<//></div>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && html`<ol class="five">${data.steps.map((step) => html`
      <${Step} key=${step.name} step=${step} isNext=${step.name === next} methods=${data.methods}
        pilot=${pilot} activities=${activities} />`)}</ol>`}`;
}

function Step({ step, isNext, methods, pilot, activities }) {
  const kind = step.done ? "done" : isNext ? "next" : "later";
  const titles = Object.fromEntries(activities.map((one) => [one.id, one.title]));
  return html`<li class=${`card step ${kind}`}>
    <h2>${STEPS[step.name]}<span class="chip">${step.done ? "Done" : isNext ? "Next" : "Later"}</span></h2>
    <p class="meta">${SAID[step.name](step.count, methods)}</p>
    ${step.name === "choose" && activities.length > 0 && html`<ul class="step-links">${activities.map((one) => html`
      <li key=${one.id}><${Link} href=${`/desk/activities/${one.id}`}>${one.title}<//></li>`)}</ul>`}
    ${step.todo.length > 0 && html`<ul class="step-links">${step.todo.map((one) => html`
      <li key=${one.what + one.activity_id}><${Todo} todo=${one} pilot=${pilot} title=${titles[one.activity_id]} /></li>`)}</ul>`}
  </li>`;
}

function Todo({ todo, pilot, title }) {
  const [words, place] = todo.what === "report" && !todo.activity_id ? REPORT : NEXT[todo.what];
  const base = todo.activity_id ? `/desk/activities/${todo.activity_id}` : `/desk/pilot/${pilot.id}`;
  return html`<${Link} href=${`${base}/${place}`}>${words(todo.count)}${title && html`<${Hidden}>: ${title}<//>`}<//>
    ${title && html` <span class="meta" aria-hidden="true">${title}</span>`}`;
}
