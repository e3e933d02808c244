// Where somebody stopped on the typing sheet: remembered in this browser, by the record's id alone.
const keyOf = (activity) => `attest:typing:${activity.id}`;

// Keeps the learner who is open; with nobody left there is no place to come back to.
export function remember(activity, item) {
  try {
    if (item) localStorage.setItem(keyOf(activity), item.record_id);
    else localStorage.removeItem(keyOf(activity));
  } catch { /* a browser that keeps nothing begins at the top */ }
}

// The learner who was open last, or the next after who is not ticked; else the first.
export function place(activity, items) {
  let last = null;
  try {
    last = localStorage.getItem(keyOf(activity));
  } catch { /* as above */ }
  const at = items.findIndex((item) => item.record_id === last);
  const toDo = (item) => !item.done;
  return items.slice(Math.max(at, 0)).find(toDo) ?? items.find(toDo);
}
