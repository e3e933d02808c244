// Words for dates, times and numbers, as in the United States. A calendar date is never turned into an instant.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// "2026-11-20" -> "Nov 20, 2026". Taken apart by hand: Date would read it as midnight in London.
export function date(iso) {
  if (!iso) return "";
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  return `${MONTHS[month - 1]} ${day}, ${year}`;
}

// "2026-11-20" -> "Fri, Nov 20, 2026". Midnight in London on both sides, so the day stays the day.
export function weekday(iso) {
  const shape = { weekday: "short", month: "short", day: "numeric", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-US", shape).format(new Date(`${iso}T00:00Z`));
}

// "2026-11-20" -> "11/20/2026", as the file has it.
export function slashed(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-");
  return `${month}/${day}/${year}`;
}

export function dates(activity) {
  const { starts_on: from, ends_on: to } = activity;
  if (!to || from === to) return date(from);
  if (from.slice(0, 7) === to.slice(0, 7))
    return `${date(from).split(",")[0]} to ${date(to).split(" ")[1]} ${to.slice(0, 4)}`;
  return `${date(from)} to ${date(to)}`;
}

// An instant in the activity's zone: "Nov 20, 2026, 9:05 AM EST".
export function instant(iso, timezone) {
  if (!iso) return "";
  return new Intl.DateTimeFormat("en-US", {
    month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit",
    timeZone: timezone, timeZoneName: "short",
  }).format(new Date(iso));
}

// "just now", "4 minutes ago", "3 hours ago", then the day.
export function ago(iso, timezone, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 45) return "just now";
  if (seconds < 3600) return plural(Math.round(seconds / 60), "minute") + " ago";
  if (seconds < 86400) return plural(Math.round(seconds / 3600), "hour") + " ago";
  return instant(iso, timezone);
}

export const number = (value) => new Intl.NumberFormat("en-US").format(value ?? 0);

export function plural(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

// What is said of a figure that there is not.
export const NONE = "none yet";

export const percent = (share) => (share === null ? NONE : `${Math.round(share * 100)}%`);

// 45 -> "45 s", 150 -> "2 min 30 s".
export function lasting(seconds) {
  if (seconds === null) return NONE;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return [minutes && `${minutes} min`, (rest || !minutes) && `${rest} s`].filter(Boolean).join(" ");
}

// "a", "a and b", "a, b and c".
export function list(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

// The wall clock of a zone at an instant, as a datetime-local input wants it: "2026-11-20T09:05".
export function wallClock(iso, timezone) {
  if (!iso) return "";
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-US", {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    hourCycle: "h23", timeZone: timezone,
  }).formatToParts(new Date(iso)).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

// The other way: "2026-11-20T09:05" in a zone to an instant in UTC. Twice, because the first guess may lie across
// a change of the clocks.
export function fromWallClock(local, timezone) {
  if (!local) return null;
  const wanted = Date.parse(`${local}Z`);
  let guess = wanted;
  for (let step = 0; step < 2; step += 1) {
    guess += wanted - Date.parse(`${wallClock(new Date(guess), timezone)}Z`);
  }
  return `${wallClock(new Date(guess), "UTC")}:00Z`;
}
