// The records of an activity, a page of a hundred at a time.
import { useCallback, useEffect, useRef, useState } from "./ui.js";
import { get, query } from "./api.js";

const PAGE = 100;
const NOTHING = { items: [], total: 0, next: null, loading: true, error: null };

// A record that was looked at tells its proposal; a line of a list, only whether there is one.
const fresh = (record) => ({ elsewhere: false, proposed: record.proposed ?? Boolean(record.proposal) });

// {items, total, next, loading, error, asked, more(), reload(), put(record), merge(records)}; `filter` is what the API takes.
export function useRecords(activityId, filter) {
  const [page, setPage] = useState(NOTHING);
  const control = useRef(null);
  const asked = query({ ...filter, limit: PAGE });

  const load = useCallback(async (cursor, { byItself = false } = {}) => {
    control.current?.abort();
    const mine = new AbortController();
    control.current = mine;
    setPage((old) => ({ ...old, loading: true, error: null }));
    try {
      const path = `/activities/${activityId}/records${asked}${cursor ? `&cursor=${cursor}` : ""}`;
      const { items, total, next } = await get(path, { signal: mine.signal, byItself });
      if (mine.signal.aborted) return [];
      setPage((old) => (
        { items: cursor ? [...old.items, ...items] : items, total, next, loading: false, error: null }));
      return items;
    } catch (error) {
      if (!mine.signal.aborted) setPage((old) => ({ ...old, loading: false, error }));
      return [];
    }
  }, [activityId, asked]);

  useEffect(() => {
    load(null);
    return () => control.current?.abort();
  }, [load]);

  // A record that was changed stays in its place, even where the filter would now leave it out: what a coordinator
  // has just done must not vanish under her hands. An answer that was overtaken by a newer one is dropped.
  const put = useCallback((record) => setPage((old) => ({ ...old, items: old.items.map((item) => (
    item.id === record.id && item.version <= record.version ? { ...item, ...record, ...fresh(record) } : item)) })), []);

  // What others have changed, marked as theirs.
  const merge = useCallback((changed) => {
    const fresh = new Map(changed.map((record) => [record.id, record]));
    setPage((old) => ({ ...old, items: old.items.map((item) => (
      fresh.get(item.id)?.version > item.version ? { ...item, ...fresh.get(item.id), elsewhere: true } : item)) }));
  }, []);

  return { ...page, asked, more: () => load(page.next), reload: (how) => load(null, how), put, merge };
}
