// Hiccups: what got in the way, what was decided, since when it is done otherwise, and what that did.
import { html, useState } from "./ui.js";
import { patch, post, query, remove } from "./api.js";
import { Announce, Button, Empty, Failure, Heading, Hidden, Loading } from "./components.js";
import { date } from "./format.js";
import { ErrorSummary, Input, problemsByField, Select, Textarea } from "./forms.js";
import { useLoad } from "./hooks.js";
import { Effect } from "./pilot_effect.js";
import { strays, today } from "./pilot_form.js";
import { TAGS } from "./pilot_words.js";

const choices = (words) => Object.entries(words).map(([value, label]) => ({ value, label }));

export function Hiccups({ pilot, activities }) {
  const { data, error, reload } = useLoad(`/hiccups${query({ pilot: pilot.id })}`);
  const [editing, setEditing] = useState(null);
  const [said, setSaid] = useState("");
  const done = (words) => { setEditing(null); setSaid(words); reload(); };
  const items = data?.items ?? [];
  const given = { pilot, activities, editing, setEditing, done };
  return html`
    <div class="screen-head"><${Heading}>Hiccups<//>
      ${editing !== "new" && items.length > 0 && html`<${Button} kind="primary" onClick=${() => setEditing("new")}>Write one down<//>`}</div>
    <${Failure} error=${error} retry=${reload} />
    <${Announce}>${said}<//>
    ${!data && !error && html`<${Loading} />`}
    ${editing === "new" && html`<${HiccupForm} pilot=${pilot} activities=${activities} onDone=${done} onCancel=${() => setEditing(null)} />`}
    ${data && items.length === 0 && editing !== "new" && html`<${Empty} title="Nothing got in the way so far">
      <p>When something does, write it down here: what it was, what you decided, and since when you do it otherwise.</p>
      <${Button} kind="primary" onClick=${() => setEditing("new")}>Write one down<//><//>`}
    <${Group} title="Open" items=${items.filter((one) => !one.closed_on)} ...${given} />
    <${Group} title="Closed" items=${items.filter((one) => one.closed_on)} ...${given} />`;
}

function Group({ title, items, editing, ...given }) {
  if (!items.length) return null;
  return html`<section class="pilot-part"><h2>${title} <span class="count">${items.length}</span></h2>
    <ul class="hiccups">${items.map((one) => html`<li class="card" key=${one.id}>${editing === one.id
      ? html`<${HiccupForm} hiccup=${one} pilot=${given.pilot} activities=${given.activities} onDone=${given.done}
          onCancel=${() => given.setEditing(null)} />`
      : html`<${Entry} hiccup=${one} ...${given} />`}</li>`)}</ul></section>`;
}

function Entry({ hiccup, pilot, activities, setEditing, done }) {
  const [shown, setShown] = useState(false);
  const [error, setError] = useState(null);
  const title = activities.find((one) => one.id === hiccup.activity_id)?.title ?? "The pilot as a whole";
  const close = async () => {
    try {
      await patch(`/hiccups/${hiccup.id}`, { closed_on: hiccup.closed_on ? null : today() }, hiccup.version);
      done(hiccup.closed_on ? "Opened again." : "Closed.");
    } catch (problem) {
      setError(problem);
    }
  };
  const takeBack = async () => {
    if (!confirm("Remove this hiccup, as if it had never been written down?")) return;
    try {
      await remove(`/hiccups/${hiccup.id}`);
      document.querySelector("h1").focus(); // the button that had it goes away
      done("Removed.");
    } catch (problem) {
      setError(problem);
    }
  };
  const about = html`<${Hidden}> of ${date(hiccup.noticed_on)}<//>`;
  return html`
    <p class="hiccup-what">${hiccup.what}</p>
    <p class="meta"><span class="chip">${TAGS[hiccup.tag]}</span> ${date(hiccup.noticed_on)} · ${title} · ${hiccup.actor}
      ${hiccup.closed_on && ` · closed ${date(hiccup.closed_on)}`}</p>
    ${hiccup.decision && html`<p><b>Decided:</b> ${hiccup.decision}</p>`}
    ${hiccup.changed_on && html`<p><b>Done so since</b> ${date(hiccup.changed_on)}</p>`}
    <${Failure} error=${error} />
    <div class="buttons">
      <${Button} onClick=${() => setEditing(hiccup.id)}>${hiccup.decision ? "Change" : "Decide"}${about}<//>
      <${Button} onClick=${close}>${hiccup.closed_on ? "Open again" : "Close"}${about}<//>
      ${hiccup.changed_on && html`<${Button} kind="quiet" aria-expanded=${shown} onClick=${() => setShown(!shown)}>
        ${shown ? "Hide the effect" : "Show the effect"}${about}<//>`}
      <${Button} kind="quiet" onClick=${takeBack}>Remove${about}<//>
    </div>
    ${shown && html`<${Effect} pilot=${pilot} day=${hiccup.changed_on} activity=${hiccup.activity_id} />`}`;
}

function HiccupForm({ hiccup, pilot, activities, onDone, onCancel }) {
  const [fields, setFields] = useState(hiccup ?? { what: "", tag: "form", noticed_on: today(), activity_id: null, decision: "", changed_on: null });
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const wrong = problemsByField(error);
  const change = (name) => (value) => setFields((old) => ({ ...old, [name]: value }));
  const bind = (name) => ({ name, value: fields[name], error: wrong[name], onChange: change(name) });
  const save = async (event) => {
    event.preventDefault();
    const stray = strays(pilot, fields, "noticed_on", fields.noticed_on);
    setError(stray);
    if (stray) return;
    setBusy(true);
    const { what, tag, noticed_on, activity_id, decision, changed_on } = fields;
    const body = { what, tag, noticed_on, activity_id: activity_id || null, decision, changed_on: changed_on || null };
    try {
      await (hiccup ? patch(`/hiccups/${hiccup.id}`, body, hiccup.version) : post("/hiccups", body));
      onDone("Saved.");
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return html`<form class=${hiccup ? "" : "card"} onSubmit=${save} novalidate>
    <${ErrorSummary} error=${error} />
    <${Textarea} label="What got in the way" hint="Write no names" rows="2" maxlength="1000" ...${bind("what")} />
    <div class="columns">
      <${Select} label="About" choices=${choices(TAGS)} ...${bind("tag")} />
      <${Select} label="Activity" empty="The pilot as a whole" ...${bind("activity_id")}
        choices=${activities.map((one) => ({ value: one.id, label: one.title }))} />
      <${Input} type="date" label="Noticed on" ...${bind("noticed_on")} />
    </div>
    <${Textarea} label="Decision (optional)" hint="What is done about it. It stands in the report: no names" rows="2"
      maxlength="1000" ...${bind("decision")} />
    <${Input} type="date" label="Done so since (optional)" hint="The figures before and after this day show what it did"
      width="medium" ...${bind("changed_on")} />
    <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Save<//>
      <${Button} kind="quiet" onClick=${onCancel}>Cancel<//></div>
  </form>`;
}
