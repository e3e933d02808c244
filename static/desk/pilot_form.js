// A pilot is started, or changed: what it is called, what it should show, when, and on which activities.
import { html, useState } from "./ui.js";
import { ApiError, patch, post, remove } from "./api.js";
import { Button, Heading } from "./components.js";
import { dates } from "./format.js";
import { ErrorSummary, Input, problemsByField, Textarea } from "./forms.js";
import { Link, useUnsaved } from "./router.js";

const GOAL = "Learn whether physicians can attest on their own phone, and whether PARS accepts what they say.";

export function PilotForm({ pilot, activities, onSaved, onRemoved, first = false }) {
  const start = pilot ?? { name: "", goal: GOAL, starts_on: firstDay(activities), ends_on: null, activities: activities.map(({ id }) => id) };
  const [fields, setFields] = useState(start);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  useUnsaved(JSON.stringify(fields) !== JSON.stringify(start));
  const wrong = problemsByField(error);
  const change = (name) => (value) => setFields((old) => ({ ...old, [name]: value }));
  const bind = (name) => ({ name, value: fields[name], error: wrong[name], onChange: change(name) });
  const choose = (id) => (event) => change("activities")(event.target.checked
    ? [...fields.activities, id] : fields.activities.filter((one) => one !== id));
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const { name, goal, starts_on, ends_on, activities: chosen } = fields;
    const body = { name, goal, starts_on, ends_on: ends_on || null, activities: chosen };
    try {
      await onSaved(pilot ? await patch(`/pilots/${pilot.id}`, body, pilot.version) : await post("/pilots", body));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const letGo = async () => {
    if (!confirm("Remove this pilot? Its activities, hiccups and staff time stay.")) return;
    try {
      await remove(`/pilots/${pilot.id}`);
      await onRemoved();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`
    <div class="screen-head"><${Heading}>${pilot ? "Change the pilot" : "Start a pilot"}<//></div>
    ${first && html`<p class="lead-in">Try attest on a few activities, write down what gets in the way, and show what
      came of it. Nothing below is final.</p>`}
    <form class="card pilot-form" onSubmit=${save} novalidate>
      <${ErrorSummary} error=${error} />
      <${Input} label="Name" hint="For example: Surgery, fall 2026" width="medium" maxlength="200" ...${bind("name")} />
      <${Textarea} label="Goal" hint="What the pilot should show" rows="3" maxlength="1000" ...${bind("goal")} />
      <div class="columns">
        <${Input} type="date" label="First day" width="short" ...${bind("starts_on")} />
        <${Input} type="date" label="Last day (optional)" width="short" ...${bind("ends_on")} />
      </div>
      <fieldset class="field full" id="field-activities" tabindex="-1"><legend>Activities</legend>
        ${activities.length === 0 && html`<p class="hint">There is none yet. <${Link} href="/desk/activities/new">Set one up<//>,
          or start the pilot and choose later.</p>`}
        ${activities.map((one) => html`<label class="choice" key=${one.id}>
          <input type="checkbox" checked=${fields.activities.includes(one.id)} onChange=${choose(one.id)} />
          <span>${one.title}<span class="hint">${dates(one)}</span></span></label>`)}
      </fieldset>
      <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>${pilot ? "Save" : "Start the pilot"}<//>
        ${!first && html`<${Link} href=${`/desk/pilot${pilot ? `/${pilot.id}` : ""}`} class="button quiet">Cancel<//>`}
        ${pilot && html`<${Button} kind="quiet" onClick=${letGo}>Remove this pilot<//>`}</div>
    </form>`;
}

// The first day of the activities, where they have begun.
const firstDay = (activities) => [today(), ...activities.map((one) => one.starts_on)].sort()[0];

// What is about no activity belongs to the pilot by its day: why an entry would not be found again, or null.
export function strays(pilot, { activity_id: activity }, field, day) {
  const inside = day >= pilot.starts_on && (!pilot.ends_on || day <= pilot.ends_on);
  if (activity || !day || inside) return null;
  const message = "Choose a day of the pilot, or an activity";
  return new ApiError(422, message, [{ field, message }]);
}

// Today where the coordinator sits.
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
