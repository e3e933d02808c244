// Collect: what the hall sees, and what comes in while it does.
import { html, useState } from "./ui.js";
import { patch } from "./api.js";
import { Announce, Button, CopyButton, Failure, Figure, Heading, NotCounted, Notice } from "./components.js";
import { ago, instant, number } from "./format.js";
import { Handouts } from "./handouts.js";
import { usePoll } from "./hooks.js";
import { LateLearners } from "./late.js";
import { Link } from "./router.js";

const EVERY = 3000;
const NOBODY = "nobody yet: the count moves by itself";
const DOOR = { open: "Open for attestations", closed: "Closed", draft: "Still a draft", not_yet: "Not open yet" };

export function Collect({ activity, reload, replace }) {
  const { counts, phase, timezone } = activity;
  usePoll(reload, EVERY, phase === "open" || phase === "not_yet");
  const base = `/desk/activities/${activity.id}`;
  return html`
    <div class="screen-head"><${Heading}>Collect<//></div>
    <div class="collect">
      <section class="card qr-card" aria-labelledby="share">
        <h2 id="share">${phase === "closed" ? "The learner's page, closed now" : "Show this to the hall"}</h2>
        <img class="qr" src=${`/api/v1/activities/${activity.id}/qr.svg`} width="288" height="288"
          alt=${`QR code of ${activity.public_url}`} />
        <p class="code-line"><span class="meta">or type this code</span><span class="code">${activity.code}</span></p>
        <div class="address"><a href=${activity.public_url} target="_blank" rel="noopener">${activity.public_url}</a>
          <${CopyButton} text=${activity.public_url} label="Copy address" /></div>
        ${isOnlyHere(activity.public_url) && html`<${Notice} kind="warn">
          <p>Only this computer can open this address. Whoever runs the server sets ATTEST_PUBLIC_URL.</p><//>`}
        <${Handouts} base=${base} isClosed=${phase === "closed"} />
      </section>
      <div class="stack">
        <section class="card" aria-labelledby="arrivals">
          <h2 id="arrivals">Received so far</h2>
          <p class="live"><span class="big-count">${number(counts.total)}</span>
            <span class="meta">
              ${counts.last_arrival ? `last one ${ago(counts.last_arrival, timezone)}` : NOBODY}
            </span></p>
          <div class="figures">
            <${Figure} value=${number(counts.physicians)} label="physicians" />
            <${Figure} value=${number(counts.others)} label=${counts.others === 1 ? "other learner" : "other learners"} />
            <${Figure} value=${number(counts.states.needs_attention)} label="need attention"
              kind=${counts.states.needs_attention ? "warn" : ""} />
          </div>
          <${NotCounted} states=${counts.states} />
          <${Places} activity=${activity} />
          ${counts.total > 0 && html`<p><${Link} href=${`${base}/review`}>Review what came in<//></p>`}
          <p><${Link} href=${`${base}/sheet`}>Bring in a spreadsheet<//></p>
          <${Announce}>${counts.total > 0 ? `${number(counts.total)} received` : ""}<//>
        </section>
        <${Door} activity=${activity} replace=${replace} reload=${reload} />
        ${phase !== "draft" && phase !== "not_yet" && html`<${LateLearners} activity=${activity} />`}
      </div>
    </div>`;
}

// No phone can follow a code that leads to this computer's own name for itself.
const isOnlyHere = (address) => ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname);

// Where the provider takes no more than so many.
function Places({ activity: { counts, learners_max: most } }) {
  if (!most) return null;
  const left = Math.max(0, most - counts.physicians - counts.others);
  return html`<p class=${left ? "meta" : "wrong"}>
    ${left ? `${number(left)} of ${number(most)} places left` : `Full: all ${number(most)} places are taken`}</p>`;
}

// Open or closed, in words, and the one button that changes it.
function Door({ activity, replace, reload }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const isOpen = activity.phase === "open";
  const turn = async () => {
    setBusy(true);
    setError(null);
    try {
      const changes = isOpen ? { status: "closed" } : opening(activity);
      replace(await patch(`/activities/${activity.id}`, changes, activity.version));
    } catch (problem) {
      setError(problem);
      if (problem.status === 412) reload();
    }
    setBusy(false);
  };
  return html`<section class="card" aria-labelledby="door">
    <h2 id="door">${DOOR[activity.phase]}</h2>
    <p>${situation(activity)}</p>
    <${Failure} error=${error} />
    <div class="buttons">
      <${Button} busy=${busy} kind=${isOpen ? "plain" : "primary"} onClick=${turn}>
        ${isOpen ? "Close now" : "Open now"}
      <//>
      <${Link} class="button quiet" href=${`/desk/activities/${activity.id}/set-up#hours`}>Change the hours<//>
    </div>
  </section>`;
}

// Opening by hand takes away whatever hours would keep it shut.
function opening({ opens_at: from, closes_at: until }) {
  const now = Date.now();
  const changes = { status: "open" };
  if (from && Date.parse(from) > now) changes.opens_at = null;
  if (until && Date.parse(until) <= now) changes.closes_at = null;
  return changes;
}

function situation({ phase, opens_at: from, closes_at: until, grace_minutes: grace, status, timezone }) {
  const after = grace ? ` Forms open by then are taken ${grace} ${grace === 1 ? "minute" : "minutes"} longer.` : "";
  if (phase === "open")
    return until ? `Closes by itself on ${instant(until, timezone)}.${after}` : "Stays open until you close it.";
  if (phase === "not_yet") return `Opens by itself on ${instant(from, timezone)}. Until then the page says so.`;
  if (phase === "draft") return "Nobody can see the learner's page yet.";
  return status !== "closed" && until ? `Closed on ${instant(until, timezone)}. The page says whom to write to.`
    : "Nobody can attest now. The page says whom to write to.";
}
