// The pilot: its name, and the screens round it. Without one it offers to start the first.
import { html, useEffect, useRef } from "./ui.js";
import { Competencies } from "./competencies.js";
import { Failure, Loading } from "./components.js";
import { date } from "./format.js";
import { NotFound } from "./frame.js";
import { Hiccups } from "./hiccups.js";
import { useLoad } from "./hooks.js";
import { PilotFigures } from "./pilot_figures.js";
import { PilotForm } from "./pilot_form.js";
import { PilotReport } from "./pilot_report.js";
import { PilotSteps } from "./pilot_steps.js";
import { go, Link } from "./router.js";
import { StaffTime } from "./staff_time.js";

const SCREENS = [
  ["steps", "Steps", PilotSteps],
  ["figures", "Figures", PilotFigures],
  ["hiccups", "Hiccups", Hiccups],
  ["staff-time", "Staff time", StaffTime],
  ["report", "Report", PilotReport],
  ["competencies", "Competencies", Competencies],
];

// parts: the pilot's id and the screen, both of which may be missing.
export function PilotArea({ parts: [id, screen = "steps"] }) {
  const pilots = useLoad("/pilots");
  const activities = useLoad("/activities");
  const error = pilots.error ?? activities.error;
  if (error) return html`<${Failure} error=${error} retry=${() => { pilots.reload(); activities.reload(); }} />`;
  if (!pilots.data || !activities.data) return html`<${Loading} />`;
  const all = pilots.data.items;
  const known = activities.data.items;
  const saved = async (one) => {
    await pilots.reload();
    go(`/desk/pilot/${one.id}`, { saved: true });
  };
  const removed = async () => {
    await pilots.reload();
    go("/desk/pilot", { saved: true });
  };
  if (id === "new" || all.length === 0) return html`<${PilotForm} activities=${known} onSaved=${saved} first=${!all.length} />`;
  const pilot = id ? all.find((one) => one.id === id) : all[0];
  if (!pilot) return html`<${NotFound} />`;
  if (screen === "edit") return html`<${PilotForm} pilot=${pilot} activities=${known} onSaved=${saved} onRemoved=${removed} />`;
  const [, , Screen] = SCREENS.find(([key]) => key === screen) ?? [];
  if (!Screen) return html`<${NotFound} />`;
  const own = pilot.activities.map((one) => known.find((activity) => activity.id === one)).filter(Boolean);
  return html`
    <${Head} pilot=${pilot} all=${all} screen=${screen} />
    <${Screen} key=${pilot.id + screen} pilot=${pilot} activities=${own} />`;
}

function Head({ pilot, all, screen }) {
  const base = `/desk/pilot/${pilot.id}`;
  const tabs = useRef(null);
  useEffect(() => {
    // On a phone the tabs are wider than the window.
    const own = tabs.current.querySelector("[aria-current]");
    tabs.current.scrollLeft = own.offsetLeft - tabs.current.offsetLeft - 16;
  }, [screen]);
  return html`
    <div class="pilot-head">
      <div><p class="activity-title">${pilot.name}</p>
        <p class="meta">${pilot.goal}</p>
        <p class="meta no-print">${pilot.ends_on ? `${date(pilot.starts_on)} to ${date(pilot.ends_on)}` : `Since ${date(pilot.starts_on)}`}
          ${" · "}<${Link} href=${`${base}/edit`}>Change<//>${" · "}<${Link} href="/desk/pilot/new">New pilot<//></p></div>
      ${all.length > 1 && html`<label class="which no-print">Pilot
        <select onChange=${(event) => go(`/desk/pilot/${event.target.value}/${screen}`)}>${all.map((one) => html`
          <option key=${one.id} value=${one.id} selected=${one.id === pilot.id}>${one.name}</option>`)}</select></label>`}
    </div>
    <nav class="tabs" aria-label="This pilot" ref=${tabs}><ul>${SCREENS.map(([key, words]) => html`<li key=${key}>
      <${Link} href=${`${base}/${key}`} aria-current=${key === screen ? "page" : undefined}>${words}<//></li>`)}</ul></nav>`;
}
