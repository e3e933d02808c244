// Problems in words.
import { html } from "./ui.js";

const ORDER = ["error", "warning", "notice"];
export const LEVELS = { error: "Must be corrected", warning: "Look at this", notice: "Good to know" };

// The gravest first; those already looked at last.
export function sorted(problems) {
  return [...problems].sort((one, other) => one.looked_at - other.looked_at || ORDER.indexOf(one.level) - ORDER.indexOf(other.level));
}

export const holding = (problems) => sorted(problems).filter((problem) => problem.level !== "notice" && !problem.looked_at);

// A problem's code as a few words for a list: "same_person_twice" -> "Same person twice".
export function wordsOf(code) {
  const words = code.replaceAll("_", " ").replace(/\bnpi\b/g, "NPI");
  return words[0].toUpperCase() + words.slice(1);
}

// The first sentence is what is wrong; a list has no room for more.
export function InShort({ record }) {
  const [first, ...others] = holding(record.problems);
  if (!first) return record.state === "set_aside" ? record.reason ?? "" : "";
  return html`${first.message}${others.length > 0 && html` <span class="more">and ${others.length} more</span>`}`;
}
