// The list: one line for a record, what is wrong with it in words.
import { html } from "./ui.js";
import { Button, Chip, Empty, Loading } from "./components.js";
import { ago, number } from "./format.js";
import { useShared } from "./frame.js";
import { InShort } from "./problems.js";
import { Clock } from "./record_pars.js";
import { Link } from "./router.js";

export function RecordList({ activity, records, open, onOpen, filtered }) {
  const { items, total, next, loading, error, more } = records;
  if (!items.length && loading) return html`<${Loading} what="Loading records" />`;
  if (!items.length) return error ? null : html`<${Nothing} activity=${activity} filtered=${filtered} />`;
  const loadMore = async () => {
    await more();
    // The button may be gone: the first of the new ones takes the focus.
    setTimeout(() => rows()[items.length]?.focus());
  };
  return html`
    <ul onKeyDown=${moveFocus} class=${`record-list ${loading ? "busy" : ""}`}>
      ${items.map((record) => html`<li key=${record.id}>
        <${Row} record=${record} timezone=${activity.timezone} current=${record.id === open} onOpen=${onOpen} /></li>`)}
    </ul>
    <p class="list-end"><span class="meta">${number(items.length)} of ${number(total)}</span>
      ${next && html`<${Button} busy=${loading} onClick=${loadMore}>Load more<//>`}</p>`;
}

function Nothing({ activity, filtered }) {
  if (filtered) return html`<${Empty} title="No record fits"><p>Try another state, or less of a name.</p><//>`;
  return html`<${Empty} title="Nobody has attested yet">
    <p>As soon as the first learner has, the record stands here.</p>
    <${Link} class="button" href=${`/desk/activities/${activity.id}/collect`}>Show the QR code<//>
  <//>`;
}

function Row({ record, timezone, current, onOpen }) {
  const { vocabulary } = useShared();
  const profession = vocabulary.professions.find(({ value }) => value === record.profession)?.label;
  const state = record.license_state === "none" ? "" : record.license_state;
  return html`<button type="button" id=${`record-${record.id}`} class="record-row"
      aria-current=${current ? "true" : undefined} onClick=${() => onOpen(record.id)}>
    <span class="name">${record.last_name}, ${record.first_name}</span>
    <span class="who meta">${[profession, state].filter(Boolean).join(" · ")}</span>
    <span class="state"><${Chip} state=${record.state} /></span>
    <span class="short">${record.proposed && html`<b class="proposed">The learner answered.</b> `}${
      record.deletion?.status === "rejected" && html`<b class="over">PARS refused to delete it.</b> `}${
      record.state === "rejected" ? record.outcome?.reason : html`<${InShort} record=${record} />`}</span>
    <span class="when meta"><${Clock} record=${record} /> ${ago(record.received_at, timezone)}</span>
  </button>`;
}

const rows = () => document.querySelectorAll(".record-row");

// Arrows go up and down the list without opening anything.
function moveFocus(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const all = [...rows()];
  all[all.indexOf(event.target.closest(".record-row")) + by]?.focus();
}
