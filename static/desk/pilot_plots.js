// The plots of a pilot, on its screen and in its report.
import { html, useMemo } from "./ui.js";
import { Plot } from "./plot.js";
import { dayBefore } from "./pilot_effect.js";
import { Shares } from "./shares.js";

const CHANGED = "Dashed: something was done otherwise from that day on.";

// Every day from the first arrival to the last, those without any too. hiccups: those with a change are marked.
export function Arrivals({ arrivals, hiccups }) {
  const [days, series, marks] = useMemo(() => {
    const counts = Object.fromEntries(arrivals.map((one) => [one.day, one.count]));
    const all = arrivals.length ? between(arrivals[0].day, arrivals.at(-1).day) : [];
    return [all, [["Records", all.map((day) => counts[day] ?? 0)]],
      hiccups.filter((one) => one.changed_on).map((one) => ({ day: one.changed_on, words: `Changed: ${one.decision || one.what}` }))];
  }, [arrivals, hiccups]);
  if (!days.length) return null;
  return html`<${Plot} title="When they attested" about=${marks.length ? CHANGED : "Records a day"}
    days=${days} series=${series} marks=${marks} />`;
}

export function ThirtyDays({ ages }) {
  const [days, series] = useMemo(() => [ages.map((one) => one.day), [
    ["Received", ages.map((one) => one.received)],
    ["Sent to PARS", ages.map((one) => one.sent)],
    ["Accepted", ages.map((one) => one.accepted)],
  ]], [ages]);
  if (!ages.at(-1).received) return null;
  return html`<${Plot} title="The 30 days" about="How many records were there by so many days after completion"
    days=${days} series=${series} kind="steps" unit="Days after completion" />`;
}

export function Funnel({ form }) {
  if (!form.opened) return null;
  return html`<${Shares} title="From opening to the receipt" unit="Step" counted="Times" rows=${[
    ["Form opened", form.opened], ["Answers checked", form.checked], ["Stored", form.stored, "state-accepted"],
    ["Sent back to put right", form.refused, "level-warning"]]} />`;
}

export function Ease({ ease }) {
  if (!ease.given) return null;
  const words = ["1, very hard", "2", "3", "4", "5, very easy"];
  return html`<${Shares} title=${`How easy it was: ${ease.average} of 5`} unit="Answer" counted="Learners"
    rows=${words.map((word, at) => [word, ease.counts[at]])} />`;
}

function between(first, last) {
  const days = [last];
  while (days[0] > first) days.unshift(dayBefore(days[0]));
  return days;
}
