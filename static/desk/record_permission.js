// The words in which the learner was asked for permission, as they were shown: fetched when somebody wants to see them.
import { html, useState } from "./ui.js";
import { Failure, Loading } from "./components.js";
import { instant } from "./format.js";
import { useLoad } from "./hooks.js";

export function Permission({ record, activity }) {
  const [open, setOpen] = useState(false);
  return html`<details class="permission" onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>How permission was asked for</summary>
    ${open && html`<${Words} record=${record} activity=${activity} />`}
  </details>`;
}

function Words({ record, activity }) {
  const { data, error, reload } = useLoad(`/records/${record.id}/permission`);
  const answer = record.consent === null ? "not answered" : record.consent ? "permission given" : "no permission";
  return html`
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} what="Loading the words" />`}
    ${data && html`<blockquote>${data.text}</blockquote>
      <p class="meta">${record.origin === "sheet" ? "As it was stated when the spreadsheet came in" : "As the learner saw it"},${" "}
        ${instant(data.at, activity.timezone)}. Now: ${answer}.</p>`}`;
}
