// Which records are selected: by their boxes, with Shift all from the last box to this one.
import { useMemo, useRef, useState } from "./ui.js";

// {ids, records, all, pick(id, event), toggle(id), set(records)}; `items` are the records that are listed.
export function usePicked(items) {
  const [chosen, setChosen] = useState(new Set());
  const last = useRef("");
  // What another filter has taken out of sight is not selected any more: nothing is done to what is not seen.
  const records = useMemo(() => items.filter(({ id }) => chosen.has(id)), [items, chosen]);
  const ids = useMemo(() => new Set(records.map(({ id }) => id)), [records]);
  const change = (range, on) => {
    const next = new Set(ids);
    for (const id of range) next[on ? "add" : "delete"](id);
    setChosen(next);
  };
  const pick = (id, event) => {
    const from = event.shiftKey ? items.findIndex((record) => record.id === last.current) : -1;
    const to = items.findIndex((record) => record.id === id);
    const range = from < 0 ? [items[to]] : items.slice(Math.min(from, to), Math.max(from, to) + 1);
    change(range.map((record) => record.id), event.target.checked);
    last.current = id;
  };
  const toggle = (id) => id && change([id], !ids.has(id));
  const set = (wanted) => setChosen(new Set(wanted.map(({ id }) => id)));
  return { ids, records, all: items.length > 0 && ids.size === items.length, pick, toggle, set };
}
