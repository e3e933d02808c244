// Review: what came in, what is wrong with it, and the one record that is being looked at beside the list.
import { html, useRef, useState } from "./ui.js";
import { query as toQuery } from "./api.js";
import { Announce, Button, Failure, Heading } from "./components.js";
import { number, plural } from "./format.js";
import { useLater, useLoad, useSettled } from "./hooks.js";
import { useAhead } from "./review_ahead.js";
import { Bulk } from "./review_bulk.js";
import { useChanges } from "./review_changes.js";
import { Filters } from "./review_filters.js";
import { Keys, useKeys } from "./review_keys.js";
import { RecordList } from "./review_list.js";
import { useRecords } from "./review_pages.js";
import { usePicked } from "./review_picked.js";
import { nameIn, openWarnings, useSteps } from "./review_steps.js";
import { Told } from "./review_told.js";
import { RecordPanel } from "./record.js";
import { SOON } from "./record_pars.js";
import { MarkAll } from "./review_mark.js";
import { go, Link } from "./router.js";

const TYPING = 100;
const CALM = 1_000;
const NEWEST_FIRST = "-received";
// What the address holds, so that a list can be shared as a link.
const FILTERS = ["state", "problem", "proposed", "deletion", "letter", "due", "completed"];

export function Review({ activity, query, reload }) {
  const base = `/desk/activities/${activity.id}/review`;
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? ""]));
  filter.sort = query.get("sort") ?? NEWEST_FIRST;
  const open = query.get("record") ?? "";
  // What is searched for is a person: it stays in memory and out of the address.
  const [search, setSearch] = useState("");
  const q = useSettled(search.trim(), TYPING);
  const records = useRecords(activity.id, { ...filter, q });
  // What is counted can wait until there is something to look at.
  const begun = useRef(false);
  begun.current ||= !records.loading;
  const readiness = useLoad(begun.current ? `/activities/${activity.id}/readiness` : null);
  const [keysOn, setKeysOn] = useState(true);
  const own = useRef(null);
  const list = useRef(null);
  const shown = useRef(null);
  // The figures may lag a second behind: each key would ask for them anew.
  const count = useLater((how) => {
    reload(how);
    readiness.reload(how);
  }, CALM);
  const steps = useSteps(activity.id, records.put, count);
  const changes = useChanges(activity.id, records, count);
  const picked = usePicked(records.items);

  // Another record would drop a correction that is being typed, so that asks first; another filter does not.
  const visit = (wanted) => {
    const address = { ...filter, record: open, ...wanted };
    if (address.sort === NEWEST_FIRST) address.sort = "";
    go(base + toQuery(address), { quiet: true, saved: !("record" in wanted) });
  };
  const show = (id) => visit({ record: id });
  const close = () => {
    const row = document.getElementById(`record-${open}`);
    show("");
    setTimeout(() => (row ?? list.current)?.focus());
  };
  const at = records.items.findIndex((record) => record.id === open);
  const ahead = useAhead(open ? records.items[at + 1] : null);
  const step = async (by) => {
    const next = records.items[at < 0 ? 0 : at + by] ?? (by > 0 && records.next ? (await records.more())[0] : null);
    if (next) show(next.id);
    return Boolean(next);
  };
  // One key: about the record that is on the screen whole, as it stands there, and no other.
  const take = async (what) => {
    const record = shown.current;
    if (!record || record.id !== open) return;
    if (what === "accept" && !openWarnings(record).length) {
      steps.say(`${nameIn(record)}: there is no warning to accept.`);
      return;
    }
    steps.take(what, [record]);
    await step(1);
  };
  const undo = async () => {
    const record = await steps.undo();
    if (record && open) show(record.id);
  };
  useKeys(own, {
    j: () => step(1),
    k: () => step(-1),
    a: () => take("accept"),
    s: () => take("set-aside"),
    u: undo,
    x: () => picked.toggle(open || document.activeElement.closest(".record-item")?.querySelector(".record-row").id.slice(7)),
    Escape: () => open && close(),
  }, keysOn);

  const changed = (record) => {
    records.put(record);
    count();
  };
  const marking = markable(filter);
  return html`<div ref=${own}>
    <div class="screen-head"><${Heading}>Review<//>
      <div class="head-tools">
        <${Link} class="button plain" href=${`/desk/activities/${activity.id}/doubles`}>Same person twice?<//>
        <${Keys} active=${keysOn} setActive=${setKeysOn} reasons=${steps.reasons} setReasons=${steps.setReasons} />
      </div></div>
    <${Filters} counts=${activity.counts} dates=${activity.dates} held=${readiness.data?.held ?? []}
      hurry=${activity.days_left !== null && activity.days_left < SOON} filter=${filter} onChange=${visit}
      search=${search} onSearch=${setSearch} />
    ${marking && html`<${MarkAll} key=${marking} what=${marking} activity=${activity} records=${records}
      onDone=${() => {
        records.reload();
        reload();
      }} />`}
    <${Failure} error=${records.error} retry=${records.reload} />
    <${Announce}>${records.loading ? "" : plural(records.total, "record")}<//>
    ${changes.arrived > 0 && html`<p class="arrived"><${Button} onClick=${changes.look}>
      Show ${plural(changes.arrived, "new record")}<//></p>`}
    <div class=${`review ${open ? "with-record" : ""}`}>
      <div class="list-side" ref=${list} tabindex="-1">
        <${Bulk} picked=${picked.records} steps=${steps} onPick=${picked.set} />
        ${records.items.length > 0 && html`<label class="pick-all"><input type="checkbox" checked=${picked.all}
          onChange=${(event) => picked.set(event.target.checked ? records.items : [])} />
          Select all ${number(records.items.length)} listed</label>`}
        <${RecordList} activity=${activity} records=${records} open=${open} onOpen=${show}
          picked=${picked.ids} onPick=${picked.pick} filtered=${Boolean(q) || FILTERS.some((name) => filter[name])} />
      </div>
      ${open && html`<${RecordPanel} key=${open} id=${open} activity=${activity} place=${place(records, at)}
        listed=${records.items[at]} known=${ahead(records.items[at])} onShown=${(record) => { shown.current = record; }}
        onClose=${close} onStep=${step} onOpen=${show} onChanged=${changed} />`}
    </div>
    <${Told} told=${steps.told} onUndo=${undo} onOpen=${show} onClose=${steps.hush} />
  </div>`;
}

// What can be marked for a whole list at once: all its records wait for the same answer.
const markable = ({ state, deletion }) => (deletion === "waiting" ? "deletions" : state === "exported" ? "records" : "");

const place = ({ total }, at) => (at < 0 ? "" : `${number(at + 1)} of ${number(total)}`);
