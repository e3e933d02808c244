// The words of a pilot, and each of its figures: what it is called, how it is said, and where it stands.
import { lasting, NONE, number, percent, plural } from "./format.js";

export const STEPS = {
  choose: "Choose an activity",
  gather: "Gather",
  method: "Choose a method",
  submit: "Submit and review",
  evaluate: "Evaluate and refine",
};

export const METHODS = {
  xlsx: "Excel file", tab: "text file", json: "JSON file", xml: "XML file", typed: "typed by hand", service: "web service",
};

export const TAGS = {
  wording: "Wording", form: "The form", access: "Reaching the form", identifiers: "License, NPI, birthday",
  boards: "Boards and MOC", pars: "PARS", process: "Our process", other: "Other",
};

export const TASKS = {
  set_up: "Setting up", gathering: "Gathering", reviewing: "Reviewing", reporting: "Reporting",
  evaluating: "Evaluating", other: "Other",
};

export const hours = (minutes) => (minutes < 60 ? `${minutes} min` : `${number(Math.round(minutes / 6) / 10)} h`);

const days = (count) => (count === null ? NONE : plural(count, "day"));
const perRecord = ({ records, staff }) => (records.received && staff.minutes
  ? `${number(Math.round((staff.minutes / records.received) * 10) / 10)} min` : NONE);

// [what it is called in a table, below a number, how it is said]. Each takes the figures of an activity or of all.
export const FIGURES = {
  opened: ["Form opened", "times opened", ({ form }) => number(form.opened)],
  stored: ["Stored by the form", "stored by the form", ({ form }) => number(form.stored)],
  completion: ["Stored, of those opened", "of those opened were stored", ({ form }) => percent(form.completion)],
  sentBack: ["Sent back, times", "times sent back", ({ form }) => number(form.refused)],
  seconds: ["Time to fill in", "to fill in (median)", ({ form }) => lasting(form.median_seconds)],
  received: ["Records", "records", ({ records }) => number(records.received)],
  reportable: ["Nothing in the way, of those for PARS", "of those for PARS have nothing in the way",
    ({ records }) => percent(records.reportable_share)],
  firstTry: ["Accepted at first try, of those answered", "accepted at first try", ({ records }) => percent(records.first_try_share)],
  accepted: ["Accepted in the end, of those answered", "accepted in the end", ({ records }) => percent(records.accepted_share)],
  days: ["From completion to acceptance", "to acceptance (median)", ({ records }) => days(records.median_days)],
  ease: ["Ease, 1 to 5", "of 5 for ease", ({ ease }) => (ease.average === null ? NONE : `${ease.average}`)],
  hours: ["Staff time", "of staff time", ({ staff }) => (staff.minutes ? hours(staff.minutes) : NONE)],
  perRecord: ["Staff time for a record", "of staff time for a record", perRecord],
};

// What a change of the form or the process may move.
export const MOVED = ["opened", "completion", "sentBack", "seconds", "received", "reportable", "firstTry", "ease"];
