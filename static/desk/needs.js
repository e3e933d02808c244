// What needs the coordinator, over all activities: each line is one click from the records or the step where it is done.
import { html } from "./ui.js";
import { Failure } from "./components.js";
import { number } from "./format.js";
import { useLoad, usePoll } from "./hooks.js";
import { Clock } from "./record_pars.js";
import { Link } from "./router.js";

const EVERY = 30_000;

// What is waited for: the words for one and for many, where it is done, how grave it is.
const KINDS = {
  deletion_refused: ["deletion refused by PARS", "deletions refused by PARS", "review?deletion=rejected", "danger"],
  rejected: ["record rejected by PARS", "records rejected by PARS", "review?state=rejected", "danger"],
  answered: ["learner answered you", "learners answered you", "review?proposed=true", "warn"],
  letter_failed: ["learner’s letter failed", "learners’ letters failed", "review?letter=failed", "warn"],
  attention: ["record needs a look", "records need a look", "review?state=needs_attention", "warn"],
  deletion_owed: ["record to delete in PARS", "records to delete in PARS", "report", "warn"],
  ready: ["record ready to report", "records ready to report", "report", "ok"],
  unanswered: ["record without PARS’s answer yet", "records without PARS’s answer yet", "answer", "calm"],
  deletion_unanswered: ["deletion without PARS’s answer yet", "deletions without PARS’s answer yet",
    "review?deletion=waiting", "calm"],
};

export function Needs() {
  const { data, error, reload } = useLoad("/needs");
  usePoll(reload, EVERY);
  if (!data) return html`<${Failure} error=${error} retry=${reload} />`;
  return html`<section class="needs" aria-labelledby="needs-title">
    <h2 id="needs-title">What needs you</h2>
    ${data.items.length === 0
      ? html`<p class="all-well">Nothing needs you.</p>`
      : html`<ul>${data.items.map((need) => html`<${Need} key=${`${need.activity_id} ${need.kind}`} need=${need} />`)}</ul>`}
  </section>`;
}

function Need({ need }) {
  const [one, many, where, level] = KINDS[need.kind];
  const about = `need-${need.activity_id}-${need.kind}`;
  return html`<li class=${`need ${level}`}>
    <${Link} href=${`/desk/activities/${need.activity_id}/${where}`} aria-describedby=${about}>
      <b>${number(need.count)}</b> ${need.count === 1 ? one : many}<//>
    <span class="meta" id=${about}>${need.activity_title}</span>
    <span class="when"><${Clock} record=${need} /></span>
  </li>`;
}
