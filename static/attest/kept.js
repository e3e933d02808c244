// What this browser keeps for the learner's page, and nobody else. Where it refuses to (cookies off, a private window),
// nothing is kept and all else works.

const DAYS = { draft: 7, waiting: 7, details: 180 };

const kind = (key) => key.split(":")[1];

// The value kept as `attest:<kind>:<of what>`, or null; one that is too old is dropped.
export function read(key) {
  try {
    const { at, value } = JSON.parse(localStorage.getItem(key));
    if (Date.now() - at < DAYS[kind(key)] * 86_400_000) return value;
    localStorage.removeItem(key);
  } catch { /* nothing there, or nothing to be read */ }
  return null;
}

// Whether it could be kept.
export function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), value }));
    return true;
  } catch { return false; }
}

export function drop(key) {
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
}

// The keys of one kind. Looking through them drops whatever has become too old, of any activity.
export function keys(wanted) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith("attest:") && read(key) && kind(key) === wanted);
  } catch { return []; }
}

// An element with its text and children; data never becomes markup.
export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
