// Accept, set aside, take back: for one record or for many, told in words, and each undone by one key.
import { useRef, useState } from "./ui.js";
import { post } from "./api.js";
import { plural } from "./format.js";
import { useShared } from "./frame.js";
import { nameOf } from "./problems.js";

const AT_ONCE = 200;
const TAKEN_BACK = "Taken back in Review.";
const DONE = { accept: "accepted", "set-aside": "set aside" };
// What stands in the history where nobody writes anything else.
const STANDARD = { accept: "Looked at in Review.", "set-aside": "Set aside in Review." };

export const openWarnings = ({ problems }) => problems.filter(({ level, looked_at: seen }) => level === "warning" && !seen);

// {told, take(step, records, reason), undo(), say(words), hush(), reasons, setReasons}
// told: {words, details, failed: [{id, words}], undo}: what was done last, for the eyes and for a screen reader.
export function useSteps(activityId, put, onDone) {
  const { vocabulary } = useShared();
  const [told, setTold] = useState(null);
  const [reasons, setReasons] = useState(STANDARD);
  const done = useRef([]);
  const queue = useRef(Promise.resolve());

  // One after the other: an undo must not overtake what it undoes.
  const inTurn = (work) => (queue.current = queue.current.then(work));

  const send = async (step, chosen, reason) => {
    const results = [];
    try {
      for (let at = 0; at < chosen.length; at += AT_ONCE) {
        const records = chosen.slice(at, at + AT_ONCE).map(({ id, version }) => ({ id, version }));
        const { items } = await post(`/activities/${activityId}/records/${step}`, { records, reason });
        results.push(...items);
      }
    } catch (error) {
      const left = chosen.slice(results.length);
      results.push(...left.map(({ id }) => ({ id, outcome: "failed", message: error.message, record: null })));
    }
    results.forEach(({ record }) => record && put(record));
    onDone();
    return results;
  };

  const report = (words, results, chosen, details = []) => {
    const names = new Map(chosen.map((record) => [record.id, nameIn(record)]));
    const failed = results.filter(({ outcome }) => outcome !== "done")
      .map(({ id, message }) => ({ id, words: `${names.get(id)}: ${message}` }));
    setTold({ words, details, failed, undo: done.current.length > 0 });
  };

  const take = (step, chosen, reason = reasons[step]) => inTurn(async () => {
    const results = await send(step, chosen, reason);
    const kept = results.filter(({ outcome }) => outcome === "done").map(({ record }) => record);
    if (kept.length) done.current.push(kept);
    const about = chosen.filter(({ id }) => kept.some((record) => record.id === id));
    const details = step === "accept" ? counted(about, vocabulary) : [];
    const stuck = step === "accept" ? kept.filter(({ state }) => state === "needs_attention").length : 0;
    if (stuck) details.push(`${stuck === 1 ? "It" : plural(stuck, "record")} still must be corrected`);
    report(sentence(about, DONE[step]), results, chosen, details);
  });

  // Gives back the record, where it was only one, so that it can be shown again.
  const undo = () => inTurn(async () => {
    const last = done.current.pop();
    if (!last) return setTold({ words: "Nothing to undo.", details: [], failed: [], undo: false });
    const results = await send("take-back", last, TAKEN_BACK);
    const kept = last.filter(({ id }) => results.some((one) => one.id === id && one.outcome === "done"));
    report(sentence(kept, "as before"), results, last);
    return kept.length === 1 ? kept[0] : null;
  });

  const say = (words) => setTold({ words, details: [], failed: [], undo: done.current.length > 0 });
  return { told, take, undo, say, hush: () => setTold(null), reasons, setReasons };
}

export const nameIn = ({ first_name: first, last_name: last }) => `${first} ${last}`;

function sentence(about, words) {
  if (!about.length) return "Nothing was changed.";
  return `${about.length === 1 ? nameIn(about[0]) : plural(about.length, "record")}: ${words}.`;
}

// What is accepted, by name: of one record in its own words, of many counted.
export function counted(records, vocabulary) {
  const warnings = records.flatMap(openWarnings);
  if (records.length === 1) return warnings.map(({ message }) => message);
  const counts = new Map();
  for (const { code } of warnings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${nameOf(code, vocabulary)} (${count})`);
}
