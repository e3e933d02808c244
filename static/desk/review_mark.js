// PARS's answer to many records at once, or to their deletion, marked by hand: those that the list shows.
import { html, useState } from "./ui.js";
import { post } from "./api.js";
import { Announce, Button, Failure } from "./components.js";
import { number, plural } from "./format.js";

const KINDS = {
  records: {
    action: "Add",
    waits: ({ state }) => state === "exported",
    as: "as accepted",
    sure: (count) => `Yes, PARS accepted ${count === 1 ? "this record" : `these ${plural(count, "record")}`}`,
  },
  deletions: {
    action: "Delete",
    waits: ({ deletion }) => deletion?.status === "waiting",
    as: "as deleted",
    sure: (count) => `Yes, ${count === 1 ? "it is" : `all ${number(count)} are`} gone from PARS`,
  },
};

// `what`: one of KINDS.
export function MarkAll({ what, activity, records, onDone }) {
  const kind = KINDS[what];
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [said, setSaid] = useState("");
  // A record marked a moment ago stays in the list; it is not marked again.
  const ids = records.items.filter(kind.waits).map(({ id }) => id);
  const mark = async () => {
    setBusy(true);
    setError(null);
    try {
      const marks = { record_ids: ids, action: kind.action, status: "accepted" };
      const { changed } = await post(`/activities/${activity.id}/outcomes`, marks);
      setSaid(`${plural(changed, "record")} marked ${kind.as}.`);
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
            ${kind.sure(ids.length)}<//>
          <${Button} kind="quiet" onClick=${() => setAsking(false)}>Cancel<//></div>`
      : html`<div class="buttons"><${Button} onClick=${() => setAsking(true)}>
          Mark ${plural(ids.length, "listed record")} ${kind.as}<//></div>`)}
  </div>`;
}
