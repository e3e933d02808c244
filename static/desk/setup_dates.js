// The dates of a series in Set up: a line for each, with what is its own; and all of them at once where it is weekly.
import { html, useRef, useState } from "./ui.js";
import { Announce, Button, Hidden } from "./components.js";
import { plural, weekday } from "./format.js";
import { Input, Select, idOf } from "./forms.js";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const STEPS = [
  { value: "1", label: "Every week" },
  { value: "2", label: "Every 2 weeks" },
  { value: "4", label: "Every 4 weeks" },
];
const DAY = 86_400_000;
const MOST = 400;

// value: rows of {date, title, credits_max}, in order; problems of row 0 arrive under "sessions.0.credits_max".
export function Dates({ value, onChange, wrong, from, until, credits }) {
  const own = useRef(null);
  const [next, setNext] = useState("");
  const [said, setSaid] = useState("");
  const add = (days) => {
    const fresh = days.filter((day) => !value.some((row) => row.date === day));
    onChange([...value, ...fresh.map((day) => ({ date: day, title: "", credits_max: "" }))]
      .sort((one, other) => (one.date < other.date ? -1 : 1)));
    setSaid(`${plural(fresh.length, "date")} added`);
  };
  const set = (at, changes) => onChange(value.map((row, index) => (index === at ? { ...row, ...changes } : row)));
  const drop = (at) => {
    setSaid(`${weekday(value[at].date)} removed`);
    onChange(value.filter((_, index) => index !== at));
    own.current.querySelector(`#${idOf("dates")}`).focus();
  };
  const addNext = () => {
    if (next) add([next]);
    setNext("");
  };
  return html`<fieldset class="rows series-dates" ref=${own}><legend>Dates of the series (optional)</legend>
    <p class="hint">Learners choose one of these. Without any, they fill in a date themselves.</p>
    ${wrong.sessions && html`<p class="wrong">${wrong.sessions}</p>`}
    <ul>${value.map((row, at) => html`<${Row} key=${row.date} row=${row} credits=${credits}
      wrong=${(name) => wrong[`sessions.${at}.${name}`]} onChange=${(changes) => set(at, changes)}
      onRemove=${() => drop(at)} />`)}</ul>
    <${Weekly} from=${from} until=${until} known=${value.map((row) => row.date)} onAdd=${add} />
    <div class="add-row" onKeyDown=${(event) => event.key === "Enter" && (event.preventDefault(), addNext())}>
      <${Input} type="date" name="dates" label="Or add one date" width="short" value=${next} onChange=${setNext}
        error=${wrong.dates} min=${from} max=${until} />
      <${Button} onClick=${addNext}>Add<//>
    </div>
    <${Announce}>${said}<//>
  </fieldset>`;
}

// The captions show above the first line only; each line is read aloud with its own.
function Row({ row, credits, wrong, onChange, onRemove }) {
  const words = weekday(row.date);
  const field = (name, caption, rest) => html`<label class="field">
    <span class="cap">${caption}<${Hidden}> on ${words}<//></span>
    <input value=${row[name]} autocomplete="off" aria-invalid=${wrong(name) ? "true" : undefined} ...${rest}
      onInput=${(event) => onChange({ [name]: event.target.value })} />
  </label>`;
  return html`<li>
    <span class="day">${words}</span>
    ${field("title", "Title (optional)", {})}
    ${field("credits_max", "Credits", { inputmode: "decimal", placeholder: credits })}
    <button type="button" class="remove" onClick=${onRemove} aria-label=${`Remove date ${words}`}>×</button>
    ${["title", "credits_max", "date"].map((name) => wrong(name) && html`<p class="wrong" key=${name}>${wrong(name)}</p>`)}
  </li>`;
}

// Every Tuesday from the first day to the last; one that is left out is removed from the list.
function Weekly({ from, until, known, onAdd }) {
  const [day, setDay] = useState("");
  const [step, setStep] = useState("1");
  const chosen = day || (from ? String(new Date(`${from}T00:00Z`).getUTCDay()) : "2");
  const days = from && until ? repeated(Number(chosen), Number(step), from, until) : [];
  const fresh = days.filter((one) => !known.includes(one));
  return html`<div class="weekly">
    <${Select} name="weekday" label="Weekday" value=${chosen} onChange=${setDay}
      choices=${WEEKDAYS.map((label, at) => ({ value: String(at), label }))} />
    <${Select} name="every" label="How often" value=${step} onChange=${setStep} choices=${STEPS} />
    <${Button} onClick=${() => fresh.length && onAdd(fresh)} aria-disabled=${fresh.length ? undefined : "true"}>
      ${fresh.length ? `Add ${plural(fresh.length, "date")}` : "Add the dates"}<//>
    <p class="hint">${fresh.length ? `${span(fresh)}. Remove those that do not take place.`
      : days.length ? "They are all there." : "From the first day to the last day, once both are filled in."}</p>
  </div>`;
}

const span = (days) => (days.length > 1 ? `${weekday(days[0])} to ${weekday(days.at(-1))}` : weekday(days[0]));

function repeated(day, weeks, from, until) {
  const found = [];
  const first = Date.parse(`${from}T00:00Z`);
  const ahead = (day - new Date(first).getUTCDay() + 7) % 7;
  for (let at = first + ahead * DAY; at <= Date.parse(`${until}T00:00Z`) && found.length < MOST; at += weeks * 7 * DAY) {
    found.push(new Date(at).toISOString().slice(0, 10));
  }
  return found;
}
