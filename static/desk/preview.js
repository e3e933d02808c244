// The learner's page as it would look with what is in the form now, saved or not.
import { html } from "./ui.js";
import { query } from "./api.js";
import { useSettled } from "./hooks.js";
import { toActivity } from "./setup_data.js";

const WAIT = 600;
const LONGEST = 1500; // characters of the consent text: servers take addresses of 4,094
const MOST_SESSIONS = 10; // for the same reason
const SHOWN = ["title", "provider_name", "format", "starts_on", "ends_on", "timezone", "credits_max", "email",
  "consent_text", "contact_email"];

// Without these the page could only show what nobody typed.
const NEEDED = ["title", "starts_on", "credits_max"];

export function Preview({ fields }) {
  const activity = toActivity(fields);
  const address = useSettled(`/desk/preview${query({
    ...Object.fromEntries(SHOWN.map((key) => [key, activity[key]])),
    consent_text: activity.consent_text.slice(0, LONGEST),
    dates: activity.dates.join(","), home_states: activity.home_states.join(","),
    sessions: JSON.stringify(activity.sessions.filter((one) => one.title || one.credits_max).slice(0, MOST_SESSIONS)),
    boards: activity.boards.map((row) => row.board).join(","),
  })}`, WAIT);
  return html`<section class="preview" aria-labelledby="preview-title">
    <h2 id="preview-title">What learners will see</h2>
    ${NEEDED.every((key) => activity[key])
      ? html`<iframe src=${address} title="Preview of the learner's page" loading="lazy"></iframe>`
      : html`<p class="empty">The page stands here as soon as the activity has a title, a day and its credits.</p>`}
  </section>`;
}
