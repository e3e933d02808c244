// What a merge has made of a record, and the one step back.
import { html, useState } from "./ui.js";
import { Button, Failure } from "./components.js";

export function Merges({ record, act, onOpen }) {
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const { merged_into: into, merged_from: from } = record;
  if (into) {
    return html`<p class="merged">Merged into <${Button} kind="quiet" onClick=${() => onOpen(into.id)}>${into.reference}<//></p>`;
  }
  if (!from.length) return null;
  const undo = async () => {
    setBusy(true);
    setError(await act("unmerge", {}, "The merge is taken apart."));
    setBusy(false);
  };
  return html`<div class="merged"><p>Merged with ${from.map(({ reference }) => reference).join(", ")}.</p>
    <${Failure} error=${error?.status === 412 ? null : error} />
    <div class="buttons"><${Button} busy=${busy} onClick=${undo}>Take the merge apart<//></div></div>`;
}
