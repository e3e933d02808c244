// Report: three ways into PARS, what goes and what does not, what PARS answered, and what went before.
import { html, useState } from "./ui.js";
import { Failure, Heading, Loading } from "./components.js";
import { deadline } from "./activities.js";
import { Exports } from "./exports.js";
import { number, plural } from "./format.js";
import { Radios } from "./forms.js";
import { useLoad } from "./hooks.js";
import { FileWay } from "./report_file.js";
import { Held } from "./report_held.js";
import { ServiceWay } from "./report_service.js";
import { Link } from "./router.js";
import { Runs, useRuns } from "./runs.js";

const FILE = { value: "file", label: "By file", hint: "Download it here, upload it in PARS" };
const HAND = { value: "hand", label: "By hand", hint: "Type a few learners into PARS's form" };
const SERVICE = { value: "service", label: "By web service", hint: "Sent from here" };

export function Report({ activity, reload }) {
  const readiness = useLoad(`/activities/${activity.id}/readiness`);
  const exports = useLoad(`/activities/${activity.id}/exports`);
  const service = useLoad("/pars-service");
  const [chosen, setWay] = useState("");
  const refresh = () => {
    reload();
    readiness.reload();
    exports.reload();
  };
  const runs = useRuns(activity, refresh);
  const ready = readiness.data;
  if (!ready) {
    return html`<div class="screen-head"><${Heading}>Report<//></div>
      ${readiness.error
        ? html`<${Failure} error=${readiness.error} retry=${readiness.reload} />`
        : html`<${Loading} />`}`;
  }
  const environments = service.data?.environments ?? [];
  const way = chosen || (environments.length && byService(exports.data?.items[0], runs.items) ? "service" : "file");
  const ways = environments.length ? [FILE, HAND, SERVICE] : [FILE, HAND];
  const Way = { file: FileWay, hand: HandWay, service: ServiceWay }[way];
  return html`
    <div class="screen-head"><${Heading}>Report<//><p class="deadline">${deadline(activity)}
      <${Link} href=${`/desk/activities/${activity.id}/close-out`}>Close out<//></p></div>
    <div class="report">
      <section class="card next-file" aria-labelledby="next-file">
        <h2 id="next-file">${ready.last_export ? "New since the last time" : "Report to PARS"}</h2>
        <div class="ways"><${Radios} name="way" label="How do you report?" choices=${ways} value=${way} onChange=${setWay} /></div>
        <${Way} activity=${activity} ready=${ready} service=${service.data} exports=${exports} runs=${runs}
          onMade=${refresh} onWay=${setWay} />
      </section>
      <div class="stack">
        <${Answers} activity=${activity} />
        <${Held} activity=${activity} ready=${ready} />
      </div>
    </div>
    <${Runs} activity=${activity} runs=${runs} exports=${exports.data?.items ?? []} />
    <${Exports} activity=${activity} load=${exports} />`;
}

// Whether the newest file goes by web service: whoever comes back finds it there, with its next step.
function byService(newest, runs) {
  return newest !== undefined && runs.some((one) => one.export_id === newest.id);
}

function HandWay({ activity, ready }) {
  const count = ready.ready + ready.deletes;
  return html`
    <p class="live"><span class="big-count">${number(count)}</span>
      <span>${toType(count, ready.deletes)}</span></p>
    <p>One learner at a time, in the order of PARS's form. A tick counts as reported.</p>
    <${Link} class="button primary" href=${`/desk/activities/${activity.id}/typing`}>Open the typing sheet<//>`;
}

function toType(count, deletes) {
  const entries = count === 1 ? "entry" : "entries";
  if (deletes && deletes === count) return `${entries} to delete by hand`;
  return `${entries} to type${deletes ? `, ${number(deletes)} of them to delete` : ""}`;
}

function Answers({ activity }) {
  const base = `/desk/activities/${activity.id}`;
  const { exported = 0, rejected = 0, accepted = 0 } = activity.counts.states;
  const { deletes_waiting: deleting, deletes_refused: refused } = activity.counts;
  if (!exported && !rejected && !accepted && !deleting && !refused) return null;
  return html`<section class="card" aria-labelledby="answers">
    <h2 id="answers">PARS's answer</h2>
    <p>${exported > 0 ? `${plural(exported, "record")} ${exported === 1 ? "waits" : "wait"} for it.` : `${deleting ? "No record" : "Nothing"} waits for it.`}
      ${accepted > 0 && ` ${number(accepted)} accepted.`}
      ${rejected > 0 && html` <${Link} href=${`${base}/review?state=rejected`}>${number(rejected)} rejected<//>.`}</p>
    ${deleting > 0 && html`<p>${plural(deleting, "deletion")} ${deleting === 1 ? "waits" : "wait"} for it:${" "}
      <${Link} href=${`${base}/review?deletion=waiting`}>see which<//>.</p>`}
    ${refused > 0 && html`<p class="over">${plural(refused, "deletion")} refused:${" "}
      <${Link} href=${`${base}/review?deletion=rejected`}>see which<//>.</p>`}
    <div class="buttons"><${Link} class=${`button ${exported || deleting ? "primary" : "plain"}`} href=${`${base}/answer`}>
      Bring in PARS's answer<//></div>
  </section>`;
}
