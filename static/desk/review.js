// Review: what came in, what is wrong with it, and the one record that is being looked at beside the list.
import { html, useRef, useState } from "./ui.js";
import { query as toQuery } from "./api.js";
import { Announce, Failure, Heading } from "./components.js";
import { number, plural } from "./format.js";
import { useLoad, useSettled } from "./hooks.js";
import { Filters } from "./review_filters.js";
import { useRecords } from "./review_pages.js";
import { RecordList } from "./review_list.js";
import { RecordPanel } from "./record.js";
import { SOON } from "./record_pars.js";
import { MarkAll } from "./review_mark.js";
import { go } from "./router.js";

const TYPING = 250;
const NEWEST_FIRST = "-received";

export function Review({ activity, query, reload }) {
  const base = `/desk/activities/${activity.id}/review`;
  const filter = {
    state: query.get("state") ?? "",
    problem: query.get("problem") ?? "",
    proposed: query.get("proposed") ?? "",
    deletion: query.get("deletion") ?? "",
    due: query.get("due") ?? "",
    sort: query.get("sort") ?? NEWEST_FIRST,
  };
  const open = query.get("record") ?? "";
  // What is searched for is a person: it stays in memory and out of the address.
  const [search, setSearch] = useState("");
  const q = useSettled(search.trim(), TYPING);
  const records = useRecords(activity.id, { ...filter, q });
  const readiness = useLoad(`/activities/${activity.id}/readiness`);
  const list = useRef(null);

  // Another record would drop a correction that is being typed, so that asks first; another filter does not.
  const visit = (changes) => {
    const wanted = { ...filter, record: open, ...changes };
    if (wanted.sort === NEWEST_FIRST) wanted.sort = "";
    go(base + toQuery(wanted), { quiet: true, saved: !("record" in changes) });
  };
  const show = (id) => visit({ record: id });
  const close = () => {
    const row = document.getElementById(`record-${open}`);
    show("");
    setTimeout(() => (row ?? list.current)?.focus());
  };
  const step = (by) => {
    const at = records.items.findIndex((record) => record.id === open);
    const next = records.items[at < 0 ? 0 : at + by];
    if (next) show(next.id);
  };
  const keys = { j: () => step(1), k: () => step(-1), Escape: () => open && close() };

  const changed = (record) => {
    records.put(record);
    reload();
    readiness.reload();
  };
  return html`
    <div class="screen-head"><${Heading}>Review<//>
      <p class="meta keys">Keys: <kbd>j</kbd> next, <kbd>k</kbd> back, <kbd>Esc</kbd> close</p></div>
    <${Filters} counts=${activity.counts} held=${readiness.data?.held ?? []}
      hurry=${activity.days_left !== null && activity.days_left < SOON} filter=${filter} onChange=${visit}
      search=${search} onSearch=${setSearch} />
    ${markable(filter) && html`<${MarkAll} key=${markable(filter)} what=${markable(filter)} activity=${activity}
      records=${records} onDone=${() => {
        records.reload();
        reload();
      }} />`}
    <${Failure} error=${records.error} retry=${records.reload} />
    <${Announce}>${records.loading ? "" : plural(records.total, "record")}<//>
    <div class=${`review ${open ? "with-record" : ""}`} onKeyDown=${(event) => onKeys(event, keys)}>
      <div class="list-side" ref=${list} tabindex="-1">
        <${RecordList} activity=${activity} records=${records} open=${open} onOpen=${show}
          filtered=${Boolean(q || filter.state || filter.problem || filter.proposed || filter.deletion || filter.due)} />
      </div>
      ${open && html`<${RecordPanel} key=${open} id=${open} activity=${activity} place=${place(records, open)}
        onClose=${close} onStep=${step} onOpen=${show} onChanged=${changed} />`}
    </div>`;
}

// What can be marked for a whole list at once: all its records wait for the same answer.
const markable = ({ state, deletion }) => (deletion === "waiting" ? "deletions" : state === "exported" ? "records" : "");

function place(records, open) {
  const at = records.items.findIndex((record) => record.id === open);
  return at < 0 ? "" : `${number(at + 1)} of ${number(records.total)}`;
}

// Single keys work only while the list or the record has the focus (WCAG 2.1.4), and never while somebody is typing.
function onKeys(event, keys) {
  const typing = event.target.closest("input, textarea, select");
  if (event.metaKey || event.ctrlKey || event.altKey || (typing && event.key !== "Escape")) return;
  const work = keys[event.key];
  if (!work) return;
  event.preventDefault();
  work();
}
