// Between an activity of the API and the strings of the Set up form.
import { fromWallClock, wallClock } from "./format.js";

const REMEMBERED = ["provider_name", "accme_provider_id", "timezone", "contact_email", "home_states", "email",
  "consent_text"];
const PLAIN = ["title", "accme_activity_id", "provider_name", "accme_provider_id", "format", "starts_on", "ends_on",
  "timezone", "credits_max", "email", "kiosk", "consent_text", "contact_email", "home_states"];

const BLANK = {
  title: "", accme_activity_id: "", provider_name: "", accme_provider_id: "", format: "live",
  starts_on: "", ends_on: "", dates: [], timezone: "", credits_max: "", boards: [], opens_at: "",
  series_credits_max: "", closes_at: "", grace_minutes: "", learners_max: "", email: "required",
  kiosk: false, consent_text: "", contact_email: "", home_states: [], competencies: "",
};

// A new form: what the settings or else the last activity already said need not be said again.
export function blank(vocabulary, last, provider) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = {};
  for (const key of REMEMBERED) {
    const said = [provider[key], last?.[key]].find((value) => value?.length);
    if (said) known[key] = said;
  }
  return {
    ...BLANK,
    timezone: vocabulary.timezones.includes(zone) ? zone : "",
    consent_text: vocabulary.default_consent_text,
    ...known,
  };
}

export function fromActivity(activity) {
  const fields = { ...BLANK };
  for (const key of PLAIN) fields[key] = activity[key];
  fields.dates = (activity.dates ?? []).map((date) => {
    const { title = "", credits_max = null } = activity.sessions.find((one) => one.date === date) ?? {};
    return { date, title, credits_max: credits_max ?? "" };
  });
  fields.series_credits_max = activity.series_credits_max ?? "";
  fields.boards = (activity.boards ?? []).map((board) => ({ ...board }));
  fields.competencies = (activity.competencies ?? []).join("\n");
  fields.opens_at = wallClock(activity.opens_at, activity.timezone);
  fields.closes_at = wallClock(activity.closes_at, activity.timezone);
  fields.grace_minutes = activity.grace_minutes ? String(activity.grace_minutes) : "";
  fields.learners_max = activity.learners_max ? String(activity.learners_max) : "";
  return fields;
}

// What the API is sent.
export function toActivity(fields) {
  const trimmed = (value) => (typeof value === "string" ? value.trim() : value);
  const body = Object.fromEntries(PLAIN.map((key) => [key, trimmed(fields[key])]));
  const rows = fields.format === "series" ? fields.dates : [];
  body.dates = rows.map((row) => row.date);
  body.sessions = rows.map((row) => ({ ...row, credits_max: row.credits_max.trim() || null }));
  body.series_credits_max = (fields.format === "series" && fields.series_credits_max.trim()) || null;
  body.boards = fields.boards.filter((row) => row.board || row.credit_type || row.points_max);
  body.competencies = fields.competencies.split("\n").map((line) => line.trim()).filter(Boolean);
  body.opens_at = fields.timezone ? fromWallClock(fields.opens_at, fields.timezone) : null;
  body.closes_at = fields.timezone ? fromWallClock(fields.closes_at, fields.timezone) : null;
  body.grace_minutes = whole(fields.grace_minutes) ?? 0;
  body.learners_max = whole(fields.learners_max);
  return body;
}

// A number where it is one; anything else travels as it was typed, and the API says what is wrong with it.
export function whole(text) {
  const typed = text.trim();
  if (!typed) return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}
