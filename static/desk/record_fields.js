// The learner's fields as the desk shows and corrects them.

export const FIELD_WORDS = {
  profession: "Profession", first_name: "First name", last_name: "Last name", license_state: "License state",
  license_number: "License number", npi: "NPI", birth_month: "Birth month", birth_day: "Birth day", credits: "Credits",
  completion_date: "Completion date", email: "Email", board: "Board", board_id: "Board ID",
  consent: "Consent to report",
  attest: "Attested",
};

// The value that stands, as text.
export function spoken(record, field) {
  const value = record[field];
  return value === null || value === undefined ? "" : String(value);
}

// What the learner typed, as far as it compares with what stands: "Sep" is 9, "Less" is the number beside it.
export function typedIn(record, field) {
  const typed = record.typed[field] ?? "";
  if (field === "credits" && typed === "less") return record.typed.credits_less ?? "";
  if (field === "birth_month" || field === "birth_day") return sameNumber(typed, spoken(record, field));
  if (field === "credits" && Number(typed) === Number(record.credits)) return spoken(record, field);
  return String(typed);
}

function sameNumber(typed, standing) {
  return typed && Number(typed) === Number(standing) ? standing : String(typed);
}

// Which fields this record has: the others were never asked, and a correction cannot invent them.
export function fieldsOf(record, activity) {
  const names = ["first_name", "last_name"];
  const reported = ["license_state", "license_number", "npi", "birth_month", "birth_day"];
  const physician = ["md", "do", "resident"].includes(record.profession) || Boolean(record.license_state);
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
    else if (WHOLE_NUMBERS.includes(field) && /^\d+$/.test(value)) changes[field] = Number(value);
    else changes[field] = value;
  }
  return changes;
}
