// What somebody else does at the same time: asked for every few seconds while the page is looked at.
import { useEffect, useRef, useState } from "./ui.js";
import { get, query } from "./api.js";
import { usePoll } from "./hooks.js";

const EVERY = 5_000;

// {arrived, look()}: how many learners have attested since the list was read, and how to read it anew.
export function useChanges(activityId, records, onChanged) {
  const since = useRef(null);
  const [arrived, setArrived] = useState(0);
  const ask = async ({ byItself = false } = {}) => {
    let answer;
    try {
      answer = await get(`/activities/${activityId}/changes${query({ since: since.current })}`, { byItself });
    } catch {
      return; // The next look tells the same and more; a failure that lasts is seen in whatever is done.
    }
    const moved = since.current !== null && since.current !== answer.now;
    since.current = answer.now;
    if (answer.more) records.reload({ byItself });
    if (!moved) return;
    records.merge(answer.items);
    setArrived((before) => before + answer.arrived);
    onChanged({ byItself });
  };
  useEffect(() => { ask(); }, [activityId]);
  useEffect(() => { setArrived(0); }, [records.asked]);
  usePoll(ask, EVERY);
  return { arrived, look: () => { setArrived(0); records.reload(); } };
}
