// The list: one line for a record, what is wrong with it in words. It grows by itself as somebody scrolls on.
import { html, useEffect, useMemo, useRef } from "./ui.js";
import { Button, Chip, Empty, Loading } from "./components.js";
import { ago, number } from "./format.js";
import { useShared } from "./frame.js";
import { InShort } from "./problems.js";
import { Clock } from "./record_pars.js";
import { Link } from "./router.js";

const BLOCK = 100;
const AHEAD = 800; // px

// picked: the ids of the selected records; onPick(id, event) selects one more or less.
export function RecordList({ activity, records, open, onOpen, picked, onPick, filtered }) {
  const { items, total, next, loading, error, more } = records;
  const end = useGrowing(loading || error ? null : next, more);
  if (!items.length && loading) return html`<${Loading} what="Loading records" />`;
  if (!items.length) return error ? null : html`<${Nothing} activity=${activity} filtered=${filtered} />`;
  const loadMore = async () => {
    await more();
    // The button may be gone: the first of the new ones takes the focus.
    setTimeout(() => rows()[items.length]?.focus());
  };
  const blocks = [];
  for (let at = 0; at < items.length; at += BLOCK) blocks.push(items.slice(at, at + BLOCK));
  return html`
    <ul onKeyDown=${moveFocus} class=${`record-list ${loading ? "busy" : ""}`}>
      ${blocks.map((block, index) => html`<${Block} key=${index} block=${block} open=${open} picked=${picked}
        timezone=${activity.timezone} onOpen=${onOpen} onPick=${onPick} />`)}
    </ul>
    <p class="list-end" ref=${end}><span class="meta">${number(items.length)} of ${number(total)}</span>
      ${next && html`<${Button} busy=${loading} onClick=${loadMore}>Load more<//>`}</p>`;
}

// A hundred rows that are drawn again only when one of them changes: ten thousand are then as quick as these.
function Block({ block, open, picked, timezone, onOpen, onPick }) {
  const latest = useRef();
  latest.current = { onOpen, onPick };
  const seen = useRef(block);
  if (!same(seen.current, block)) seen.current = block;
  const inside = block.some(({ id }) => id === open) ? open : "";
  const marked = block.filter(({ id }) => picked.has(id)).map(({ id }) => id).join();
  return useMemo(() => block.map((record) => html`<${Row} key=${record.id} record=${record} timezone=${timezone}
    current=${record.id === inside} picked=${picked.has(record.id)} latest=${latest} />`),
  [seen.current, inside, marked, timezone]);
}

const same = (one, other) => one.length === other.length && one.every((record, index) => record === other[index]);

// Gets the page behind the cursor `next`, once, before the end of the list comes into sight.
function useGrowing(next, more) {
  const end = useRef(null);
  const current = useRef(more);
  current.current = more;
  const asked = useRef("");
  useEffect(() => {
    if (!next) {
      asked.current = "";
      return undefined;
    }
    const look = () => {
      if (asked.current === next || !end.current || end.current.getBoundingClientRect().top > innerHeight + AHEAD) return;
      asked.current = next;
      current.current();
    };
    look();
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, [next]);
  return end;
}

function Nothing({ activity, filtered }) {
  if (filtered) return html`<${Empty} title="No record fits"><p>Try another state, or less of a name.</p><//>`;
  return html`<${Empty} title="Nobody has attested yet">
    <p>As soon as the first learner has, the record stands here.</p>
    <${Link} class="button" href=${`/desk/activities/${activity.id}/collect`}>Show the QR code<//>
  <//>`;
}

function Row({ record, timezone, current, picked, latest }) {
  const { vocabulary } = useShared();
  const profession = vocabulary.professions.find(({ value }) => value === record.profession)?.label;
  const state = record.license_state === "none" ? "" : record.license_state;
  const name = `${record.last_name}, ${record.first_name}`;
  return html`<li class=${`record-item ${record.elsewhere ? "elsewhere" : ""}`}>
    <label class="pick"><input type="checkbox" checked=${picked} aria-label=${`Select ${name}`}
      onClick=${(event) => latest.current.onPick(record.id, event)} /></label>
    <button type="button" id=${`record-${record.id}`} class="record-row"
      aria-current=${current ? "true" : undefined} onClick=${() => latest.current.onOpen(record.id)}>
    <span class="name">${name}</span>
    <span class="who meta">${[profession, state].filter(Boolean).join(" · ")}</span>
    <span class="state"><${Chip} state=${record.state} /></span>
    <span class="short">${record.elsewhere && html`<b class="elsewhere-words">Changed by somebody else.</b> `}${
      record.proposed && html`<b class="proposed">The learner answered.</b> `}${
      record.deletion?.status === "rejected" && html`<b class="over">PARS refused to delete it.</b> `}${
      record.state === "rejected" ? record.outcome?.reason : html`<${InShort} record=${record} />`}</span>
    <span class="when meta"><${Clock} record=${record} /> ${ago(record.received_at, timezone)}</span>
  </button></li>`;
}

const rows = () => document.querySelectorAll(".record-row");

// Arrows go up and down the list without opening anything.
function moveFocus(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const all = [...rows()];
  const own = event.target.closest(".record-item").querySelector(".record-row");
  all[all.indexOf(own) + by]?.focus();
}
