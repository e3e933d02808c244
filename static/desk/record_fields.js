// The learner's fields as the desk shows and corrects them.
import { STATES } from "./components.js";
import { slashed } from "./format.js";

export const FIELD_WORDS = {
  profession: "Profession", first_name: "First name", last_name: "Last name", license_state: "License state",
  license_number: "License number", npi: "NPI", birth_month: "Birth month", birth_day: "Birth day", credits: "Credits",
  completion_date: "Completion date", email: "Email", board: "Board", board_id: "Board ID",
  consent: "Consent to report",
  attest: "Attested", state: "State",
};

// The value that stands, as text.
export function spoken(record, field) {
  const value = record[field];
  return value === null || value === undefined ? "" : String(value);
}

// What the learner typed: the answer "Less" is the number beside it.
export function typedIn(record, field) {
  const typed = record.typed[field] ?? "";
  return field === "credits" && typed === "less" ? record.typed.credits_less ?? "" : String(typed);
}

// Read by the server into a value of its own: "Feb" and "02" are one month. All other answers are kept as they are typed.
const READ = ["birth_month", "birth_day", "credits", "completion_date", "license_state", "npi"];

// Whether what stands is something else than what the learner typed, not only written otherwise.
export function isChanged(record, field) {
  return READ.includes(field) && spoken(record.confirmed, field)
    ? spoken(record, field) !== spoken(record.confirmed, field)
    : spoken(record, field) !== typedIn(record, field).trim();
}

// A value as it is shown: words instead of codes, a date in the habit of the United States.
export function inWords(field, value, { professions }) {
  if (field === "profession") return professions.find((one) => one.value === value)?.label ?? value;
  if (field === "completion_date") return /^\d{4}-\d{2}-\d{2}$/.test(value) ? slashed(value) : value;
  if (field === "state") return STATES[value] ?? value;
  if (field === "consent" || field === "attest") return TRUTHS[value] ?? value;
  return value;
}

const TRUTHS = { true: "yes", false: "no", y: "yes" };

// What a correction may change: what was asked, the profession, and consent only to take it back.
export function fieldsOf(record, activity) {
  const names = ["first_name", "last_name", "profession", ...(record.consent ? ["consent"] : [])];
  const reported = ["license_state", "license_number", "npi", "birth_month", "birth_day"];
  // A physician assistant is asked for a license where the server is set to report them.
  const physician = ["md", "do", "resident"].includes(record.profession)
    || (record.profession === "pa" && record.license_state);
  const email = activity.email === "off" ? [] : ["email"];
  const boards = activity.boards?.length ? ["board", "board_id"] : [];
  return physician && record.consent !== false
    ? [...names, ...reported, "credits", "completion_date", ...boards, ...email]
    : [...names, "credits", "completion_date", ...email];
}

const WHOLE_NUMBERS = ["birth_month", "birth_day"];
const NULLABLE = [...WHOLE_NUMBERS, "credits", "completion_date"];

// Only what was changed, in the API's types; null empties.
export function changesOf(draft, record) {
  const changes = {};
  for (const [field, typed] of Object.entries(draft)) {
    const value = typed.trim();
    if (value === spoken(record, field)) continue;
    if (NULLABLE.includes(field) && value === "") changes[field] = null;
    else if (field === "consent") changes[field] = value === "true";
    else if (WHOLE_NUMBERS.includes(field) && /^\d+$/.test(value)) changes[field] = Number(value);
    else changes[field] = value;
  }
  return changes;
}
