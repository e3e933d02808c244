// PARS's answer to many records at once, marked by hand: those that the list shows.
import { html, useState } from "./ui.js";
import { post } from "./api.js";
import { Announce, Button, Failure } from "./components.js";
import { plural } from "./format.js";

export function MarkAll({ activity, records, onDone }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [said, setSaid] = useState("");
  // A record marked a moment ago stays in the list; it is not marked again.
  const ids = records.items.filter(({ state }) => state === "exported").map(({ id }) => id);
  const mark = async () => {
    setBusy(true);
    setError(null);
    try {
      const { changed } = await post(`/activities/${activity.id}/outcomes`, { record_ids: ids, status: "accepted" });
      setSaid(`${plural(changed, "record")} marked as accepted.`);
      setAsking(false);
      onDone();
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return html`<div class="mark-all">
    <${Failure} error=${error} />
    <${Announce}>${said}<//>
    ${said && html`<p class="said">${said}</p>`}
    ${ids.length > 0 && (asking
      ? html`<div class="buttons"><${Button} kind="primary" busy=${busy} onClick=${mark}>
            Yes, PARS accepted ${ids.length === 1 ? "this record" : `these ${plural(ids.length, "record")}`}<//>
          <${Button} kind="quiet" onClick=${() => setAsking(false)}>Cancel<//></div>`
      : html`<div class="buttons"><${Button} onClick=${() => setAsking(true)}>
          Mark ${plural(ids.length, "listed record")} as accepted<//></div>`)}
  </div>`;
}
