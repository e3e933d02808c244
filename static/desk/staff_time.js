// Staff time: entered in a moment, summed up by task.
import { html, useState } from "./ui.js";
import { post, query, remove } from "./api.js";
import { Announce, Button, Failure, Heading, Hidden, Loading } from "./components.js";
import { date } from "./format.js";
import { ErrorSummary, Input, problemsByField, Select } from "./forms.js";
import { useLoad } from "./hooks.js";
import { strays, today } from "./pilot_form.js";
import { hours, TASKS } from "./pilot_words.js";
import { Shares } from "./shares.js";

export function StaffTime({ pilot, activities }) {
  const { data, error, reload } = useLoad(`/staff-times${query({ pilot: pilot.id })}`);
  const [said, setSaid] = useState("");
  const done = (words) => { setSaid(words); reload(); };
  const items = data?.items ?? [];
  const total = items.reduce((sum, one) => sum + one.minutes, 0);
  const byTask = Object.keys(TASKS).map((task) =>
    [TASKS[task], items.filter((one) => one.task === task).reduce((sum, one) => sum + one.minutes, 0)]);
  return html`
    <div class="screen-head"><${Heading}>Staff time<//></div>
    <${Failure} error=${error} retry=${reload} />
    <${Announce}>${said}<//>
    <div class="plots">
      <${TimeForm} pilot=${pilot} activities=${activities} onDone=${done} />
      ${!data && !error && html`<${Loading} />`}
      ${total > 0 && html`<${Shares} title=${`${hours(total)} in all`} unit="Task" counted="Minutes"
        rows=${byTask.filter(([, minutes]) => minutes)} />`}
    </div>
    ${items.length > 0 && html`<section class="pilot-part" aria-labelledby="entered"><h2 id="entered" tabindex="-1">Entered</h2>
      <ul class="people times">${items.map((one) => html`<${Entry} key=${one.id} entry=${one} activities=${activities}
        onDone=${done} />`)}</ul></section>`}`;
}

function Entry({ entry, activities, onDone }) {
  const [error, setError] = useState(null);
  const title = activities.find((one) => one.id === entry.activity_id)?.title ?? "The pilot as a whole";
  const takeBack = async () => {
    try {
      await remove(`/staff-times/${entry.id}`);
      document.querySelector("h1").focus(); // the button that had it goes away
      onDone("Taken back.");
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<li class="person"><div><strong>${hours(entry.minutes)}</strong> ${TASKS[entry.task].toLowerCase()}
      <p class="meta">${date(entry.worked_on)} · ${title}</p></div>
    <${Button} kind="quiet" onClick=${takeBack}>Take back<${Hidden}> ${hours(entry.minutes)} of ${date(entry.worked_on)}<//><//>
    <${Failure} error=${error} /></li>`;
}

function TimeForm({ pilot, activities, onDone }) {
  const [fields, setFields] = useState({ minutes: "", task: "reviewing", worked_on: today(), activity_id: "" });
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const wrong = problemsByField(error);
  const change = (name) => (value) => setFields((old) => ({ ...old, [name]: value }));
  const bind = (name) => ({ name, value: fields[name], error: wrong[name], onChange: change(name) });
  const save = async (event) => {
    event.preventDefault();
    const stray = strays(pilot, fields, "worked_on", fields.worked_on);
    setError(stray);
    if (stray) return;
    setBusy(true);
    const minutes = /^\d{1,4}$/.test(fields.minutes) ? Number(fields.minutes) : 0;
    try {
      await post("/staff-times", { ...fields, minutes, activity_id: fields.activity_id || null });
      change("minutes")("");
      onDone("Entered.");
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return html`<form class="card" onSubmit=${save} novalidate>
    <${ErrorSummary} error=${error} />
    <${Input} label="Minutes" inputmode="numeric" width="short" ...${bind("minutes")} />
    <${Select} label="For" choices=${Object.entries(TASKS).map(([value, label]) => ({ value, label }))} ...${bind("task")} />
    <${Select} label="Activity" empty="The pilot as a whole" ...${bind("activity_id")}
      choices=${activities.map((one) => ({ value: one.id, label: one.title }))} />
    <${Input} type="date" label="Day" width="short" ...${bind("worked_on")} />
    <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Enter<//></div>
  </form>`;
}
