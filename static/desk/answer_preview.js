// What an answer of PARS would change, group by group, and the button that does it.
import { html, useEffect, useRef, useState } from "./ui.js";
import { post } from "./api.js";
import { AnswerColumns } from "./answer_columns.js";
import { AnswerWords } from "./answer_words.js";
import { Announce, Button, Chip, Failure } from "./components.js";
import { number, plural } from "./format.js";
import { Link } from "./router.js";

// In this order; all but the first are left alone when the answer is applied.
const GROUPS = [
  ["change", "Will change"],
  ["contradictory", "Contradictory"],
  ["ambiguous", "Fit more than one learner"],
  ["unknown", "Not recognized"],
  ["outdated", "About an older version"],
  ["other_activity", "Of another activity"],
  ["known", "Known already"],
];

// What somebody is to do about a group. Before a report there is nothing to mark.
const HINTS = {
  contradictory: "Look at each in Review, and mark by hand what is right.",
  ambiguous: "Look at each in Review, and mark the right one by hand.",
};
const LEFT_ALONE = "These rows change nothing. Look at the learners in Review.";
const hintOf = (group, result) => HINTS[group] && (isBefore(result) ? LEFT_ALONE : HINTS[group]);

// PARS's word on who is not reported yet says only whether it would find her.
const FOUND = { accepted: "found", rejected: "not found" };
const DELETED = { accepted: "Deleted", rejected: "Not deleted" };
const isBefore = (result) => result.kind === "prevalidation";

export function AnswerPreview({ result, activity, onChanged }) {
  const [mapping, setMapping] = useState(result.needs_mapping.length > 0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [done, setDone] = useState(null);
  const told = useRef(null);
  useEffect(() => { if (done !== null) told.current?.focus(); }, [done]);
  const changes = result.counts.change ?? 0;
  const undecided = result.words.filter(({ meaning }) => meaning === "waiting").reduce((sum, { rows }) => sum + rows, 0);
  const apply = async () => {
    setBusy(true);
    setError(null);
    try {
      const fresh = await post(`/results/${result.id}/apply`);
      setDone(fresh.changed - result.changed);
      onChanged(fresh);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  if (mapping) {
    return html`<${AnswerColumns} result=${result} onSaved=${(fresh) => {
      onChanged(fresh);
      setMapping(fresh.needs_mapping.length > 0);
    }} onCancel=${result.needs_mapping.length ? null : () => setMapping(false)} />`;
  }
  return html`
    <${Failure} error=${error} />
    <${Announce}>${busy ? "Applying" : ""}<//>
    ${done !== null && html`<div class="panel ok" tabindex="-1" ref=${told} role="status">
      <p>${plural(done, "record")} changed.${" "}<${WhoWasNot} result=${result} activity=${activity} /></p>
    </div>`}
    <${AnswerWords} key=${result.id} result=${result} onSaved=${onChanged} />
    <section class="card answer-summary" aria-labelledby="answer-summary">
      <h2 id="answer-summary">${changes ? "What this answer would change" : "Nothing to change"}</h2>
      ${changes > 0 && html`<p class="live"><span class="big-count">${number(changes)}</span>
        <span>${changes === 1 ? "record" : "records"} would change${statuses(result)}</span></p>`}
      ${result.unanswered > 0 && html`<p class="meta">${plural(result.unanswered, "record")} still
        ${result.unanswered === 1 ? " waits" : " wait"} for an answer.</p>`}
      ${undecided > 0 && html`<p class="meta">PARS has not decided about ${plural(undecided, "row")} yet.</p>`}
      <div class="buttons">
        ${changes > 0 && html`<${Button} kind="primary" busy=${busy} onClick=${apply}>
          Apply ${plural(changes, "answer")}<//>`}
        <${Button} kind="quiet" onClick=${() => setMapping(true)}>Change the columns<//>
      </div>
    </section>
    ${GROUPS.map(([group, title]) => html`<${Group} key=${group} group=${group} title=${title} result=${result}
      activity=${activity} />`)}`;
}

function WhoWasNot({ result, activity }) {
  const review = `/desk/activities/${activity.id}/review`;
  if (isBefore(result)) return html`<${Link} href=${`${review}?problem=prevalidation_no_match`}>See who was not found<//>`;
  return html`${activity.counts.states.rejected > 0 && html`
      <${Link} href=${`${review}?state=rejected`}>See who was rejected<//> `}
    ${activity.counts.deletes_refused > 0 && html`
      <${Link} href=${`${review}?deletion=rejected`}>See what was not deleted<//>`}`;
}

// What PARS says of a row, in lower case: of one that deletes it says something else.
function wordOf({ action, status }, result) {
  if (isBefore(result)) return FOUND[status];
  return action === "Delete" ? DELETED[status].toLowerCase() : status;
}

// ": 12 accepted, 1 rejected, 1 deleted", as far as the rows are all listed.
function statuses(result) {
  const { rows, counts } = result;
  const listed = rows.filter(({ group }) => group === "change");
  if (!listed.length || listed.length < counts.change) return "";
  const words = listed.map((row) => wordOf(row, result));
  const of = (word) => words.filter((one) => one === word).length;
  return `: ${[...new Set(words)].sort().map((word) => `${number(of(word))} ${word}`).join(", ")}`;
}

function Group({ group, title, result, activity }) {
  const count = result.counts[group] ?? 0;
  if (!count) return null;
  const rows = result.rows.filter((row) => row.group === group);
  const id = `group-${group}`;
  return html`<details class="answer-group" open=${group !== "known"}>
    <summary><h3 id=${id}>${title} <span class="count">${number(count)}</span></h3></summary>
    ${hintOf(group, result) && html`<p class="meta">${hintOf(group, result)}</p>`}
    <div class="table-wrap" tabindex="0" role="region" aria-labelledby=${id}><table>
      <thead><tr><th scope="col">Row</th><th scope="col">Learner</th><th scope="col">PARS says</th>
        <th scope="col">Now</th></tr></thead>
      <tbody>${rows.map((row) => html`<${Row} key=${row.row} row=${row} activity=${activity}
        before=${isBefore(result)} />`)}</tbody>
    </table></div>
    ${rows.length < count && html`<p class="meta">The first ${number(rows.length)} of ${number(count)} rows.</p>`}
  </details>`;
}

function Row({ row, activity, before }) {
  const { record } = row;
  return html`<tr>
    <td>${number(row.row)}</td>
    <td>${record
      ? html`<${Link} href=${`/desk/activities/${activity.id}/review?record=${record.id}`}>${record.name}<//>`
      : row.name || html`<span class="meta">no name</span>`}
      ${row.problems.map(({ code, message }) => html`<span class="meta why" key=${code}>${message}</span>`)}</td>
    <td>${row.status && !before
      ? html`<${Chip} state=${row.status} words=${row.action === "Delete" ? DELETED[row.status] : undefined} />`
      : FOUND[row.status] ?? row.word}
      ${row.reason && html`<span class="why">${row.reason}</span>`}</td>
    <td>${record && html`<${Chip} state=${record.state} />`}
      ${row.before?.reason && html`<span class="meta why">${row.before.reason}</span>`}</td>
  </tr>`;
}
