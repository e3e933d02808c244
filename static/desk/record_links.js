// What the learner was asked before, and what became of it.
import { html } from "./ui.js";
import { instant, list } from "./format.js";
import { FIELD_WORDS } from "./record_fields.js";

// Two answers that are one question.
export const QUESTIONS = { ...FIELD_WORDS, birth_month: "Birth month and day" };

const LETTERS = {
  waiting: "the letter waits to be sent",
  sending: "the letter is being sent",
  sent: "letter sent",
  failed: "the letter could not be sent",
  unknown: "the letter may have been sent; it is not sent again by itself",
  dropped: "the letter was not sent any more",
};

export function AskedBefore({ links, activity }) {
  if (!links.length) return null;
  return html`<ul class="asked">${links.map((link) => html`<li key=${link.created_at}>
    <p>${list(link.fields.filter((field) => field !== "birth_day").map((field) => QUESTIONS[field]))}
      <span class="meta">asked ${instant(link.created_at, activity.timezone)} · ${fate(link, activity)}${link.letter
        && ` · ${LETTERS[link.letter.state]}`}</span></p></li>`)}</ul>`;
}

function fate(link, { timezone }) {
  if (link.used_at) return `answered ${instant(link.used_at, timezone)}`;
  return Date.parse(link.expires_at) > Date.now() ? `open until ${instant(link.expires_at, timezone)}` : "works no more";
}
