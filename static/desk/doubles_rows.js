// The answers that are chosen one by one; what makes sense only together is one choice.
import { FIELD_WORDS, inWords, spoken } from "./record_fields.js";

const row = (key, fields = [key], words = FIELD_WORDS[key]) => ({
  key, fields, words,
  given: (record) => fields.some((field) => spoken(record, field)),
  comparable: (record) => fields.map((field) => spoken(record, field).toLowerCase()).join("/"),
  shown: (record, vocabulary) =>
    fields.map((field) => inWords(field, spoken(record, field), vocabulary)).filter(Boolean).join(key === "birthday" ? "/" : " "),
});

export const ROWS = [
  row("first_name"), row("last_name"), row("profession"),
  row("birthday", ["birth_month", "birth_day"], "Birthday"),
  row("license_state"), row("license_number"), row("npi"), row("credits"), row("email"),
  row("board", ["board", "board_id"], "Board"),
];
