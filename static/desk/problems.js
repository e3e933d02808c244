// Problems in words.
import { html } from "./ui.js";

const ORDER = ["error", "warning", "notice"];
export const LEVELS = { error: "Must be corrected", warning: "Needs a look", notice: "Good to know" };

// The gravest first; those already looked at last.
export function sorted(problems) {
  return [...problems].sort((one, other) =>
    one.looked_at - other.looked_at ||
    ORDER.indexOf(one.level) - ORDER.indexOf(other.level));
}

// What a problem is called, for a list: "no_us_license" -> "No US license".
export function nameOf(code, { problem_codes: all }) {
  return all.find((one) => one.code === code)?.name ?? code;
}

// The gravest in words; how many more there are.
export function InShort({ record }) {
  const [first, ...others] = sorted(record.problems).filter((problem) => !problem.looked_at);
  if (!first) return "";
  return html`${first.message}${others.length > 0 && html` <span class="more">and ${others.length} more</span>`}`;
}
