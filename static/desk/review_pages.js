// The records of an activity, a page of a hundred at a time.
import { useCallback, useEffect, useRef, useState } from "./ui.js";
import { get, query } from "./api.js";

const PAGE = 100;
const NOTHING = { items: [], total: 0, next: null, loading: true, error: null };

// {items, total, next, loading, error, more(), reload(), put(record)}
export function useRecords(activityId, { state, problem, proposed, deletion, due, q, sort }) {
  const [page, setPage] = useState(NOTHING);
  const control = useRef(null);

  const load = useCallback(async (cursor) => {
    control.current?.abort();
    const mine = new AbortController();
    control.current = mine;
    setPage((old) => ({ ...old, loading: true, error: null }));
    try {
      const asked = { state, problem, proposed, deletion, due, q, sort, cursor, limit: PAGE };
      const path = `/activities/${activityId}/records${query(asked)}`;
      const { items, total, next } = await get(path, { signal: mine.signal });
      if (mine.signal.aborted) return;
      setPage((old) => (
        { items: cursor ? [...old.items, ...items] : items, total, next, loading: false, error: null }));
    } catch (error) {
      if (!mine.signal.aborted) setPage((old) => ({ ...old, loading: false, error }));
    }
  }, [activityId, state, problem, proposed, deletion, due, q, sort]);

  useEffect(() => {
    load(null);
    return () => control.current?.abort();
  }, [load]);

  // A record that was changed stays in its place, even where the filter would now leave it out: what a coordinator
  // has just done must not vanish under her hands.
  const put = useCallback((record) => setPage((old) => ({
    ...old, items: old.items.map((item) => (item.id === record.id ? { ...item, ...record } : item)),
  })), []);

  return { ...page, more: () => load(page.next), reload: () => load(null), put };
}
