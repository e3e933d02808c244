// What was in learners' way, by field and rule.
import { nameOf } from "./problems.js";
import { FIELD_WORDS } from "./record_fields.js";

// "No identifier", "Digits of an NPI (NPI)": the rule, and its field where the name does not say it.
export function problemInWords({ field, code }, vocabulary) {
  const [name, where] = [nameOf(code, vocabulary), FIELD_WORDS[field]];
  return !where || name.toLowerCase().includes(where.toLowerCase()) ? name : `${name} (${where.toLowerCase()})`;
}

// Whether it keeps a record out of a file until somebody has looked; others are good to know.
export const holdsBack = ({ code }, { problem_codes: all }) => all.find((one) => one.code === code)?.level !== "notice";

// Rows for a table with bars: [[words, count]], the most frequent first.
export const asRows = (problems, vocabulary, count, most = 8) =>
  problems.filter((one) => count(one) > 0).sort((one, other) => count(other) - count(one)).slice(0, most)
    .map((one) => [problemInWords(one, vocabulary), count(one)]);
