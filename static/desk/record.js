// One record: what is wrong, what the learner typed beside what would be reported, and what can be done about it.
import { html, useEffect, useRef, useState } from "./ui.js";
import { patch, post, unless } from "./api.js";
import { Announce, Button, Chip, Failure, Hidden, Loading, Notice } from "./components.js";
import { instant } from "./format.js";
import { useLoad } from "./hooks.js";
import { Ask } from "./record_ask.js";
import { Correct } from "./record_correct.js";
import { History } from "./record_history.js";
import { Deletion } from "./record_deletion.js";
import { Clock, WithPars } from "./record_pars.js";
import { Permission } from "./record_permission.js";
import { Problems } from "./record_problems.js";
import { Proposal } from "./record_proposal.js";
import { Sides } from "./record_sides.js";
import { Steps } from "./record_steps.js";
import { AlsoOn } from "./series.js";
import { Twins } from "./record_twins.js";

// `listed` is the record as the list has it, where it is newer than what is shown; `known`, what was
// fetched ahead; onShown(record) tells what is shown.
export function RecordPanel({ id, activity, listed, known, onShown, onClose, onStep, onOpen, onChanged, place }) {
  const { data: record, error, reload, set } = useLoad(`/records/${encodeURIComponent(id)}`, known);
  const [correcting, setCorrecting] = useState(false);
  const [said, setSaid] = useState("");
  const [newer, setNewer] = useState(false);
  const heading = useRef(null);
  useEffect(() => {
    if (!record) return;
    document.getElementById(`record-${id}`)?.scrollIntoView({ block: "nearest" });
    heading.current.focus({ preventScroll: true });
    // On a phone the record takes the place of the list, which may have been far down.
    const panel = heading.current.closest("section");
    if (panel.getBoundingClientRect().top < 0) panel.scrollIntoView();
  }, [record?.id]);

  // What is being corrected is not for a single key.
  useEffect(() => {
    onShown(correcting ? null : record);
    return () => onShown(null);
  }, [record, correcting]);
  const overtaken = Boolean(record && listed && listed.version > record.version);
  const elsewhere = Boolean(listed?.elsewhere);
  useEffect(() => { if (overtaken && !correcting) reload(); }, [overtaken, listed?.version, correcting]);

  // Every change goes through here. Gives back the error, for the form that asked; null when it is done.
  const save = async (work, words) => {
    try {
      const fresh = await work();
      set(fresh);
      setNewer(false);
      setSaid(words);
      onChanged(fresh);
      heading.current?.focus({ preventScroll: true });
      return null;
    } catch (problem) {
      if (problem.status !== 412) return problem;
      setNewer(true);
      await reload();
      return problem;
    }
  };
  const act = (step, body, words) => save(() => post(`/records/${id}/${step}`, body, unless(record.version)), words);
  const decide = (verb, body, words) =>
    save(() => post(`/proposals/${record.proposal.id}/${verb}`, body, unless(record.version)), words);
  const correct = async (changes, reason) => {
    const problem = await save(() => patch(`/records/${id}`, { ...changes, reason }, record.version), "Corrected.");
    if (!problem) setCorrecting(false);
    return problem;
  };

  const ask = record && html`<${Ask} key="ask" record=${record} activity=${activity} onAsked=${reload} />`;

  return html`<section class="record-side" aria-labelledby="record-name">
    <div class="record-bar">
      <${Button} kind="quiet" onClick=${() => onStep(-1)}>Back<${Hidden}> to the record before<//><//>
      <${Button} kind="quiet" onClick=${() => onStep(1)}>Next<${Hidden}> record<//><//>
      <span class="meta">${place}</span>
      <${Button} kind="quiet close" onClick=${onClose}>Close<${Hidden}> this record<//><//>
    </div>
    <${Failure} error=${error} retry=${reload} />
    ${!record && !error && html`<${Loading} what="Loading the record" />`}
    ${record && html`
      <header class="record-head">
        <h2 id="record-name" tabindex="-1" ref=${heading}>${record.first_name} ${record.last_name}</h2>
        <p>
          <${Chip} state=${record.state} /> <${Clock} record=${record} /> <span class="meta">Reference ${record.reference} · received${" "}
          ${instant(record.received_at, activity.timezone)}${record.origin === "sheet" && ", from a spreadsheet"}</span>
        </p>
      </header>
      <${Announce}>${said}<//>
      ${newer && html`<${Notice} kind="warn" role="alert">
        <p>Somebody else changed this record in the meantime. Below is the newer one. Your change was not made: look
          again, then repeat it.</p>
      <//>`}
      ${elsewhere && !newer && html`<${Notice} kind="warn" role="status"><p>${overtaken && correcting
        ? "Somebody else has just changed this record. If you save, you see the newer one first."
        : "Somebody else has just changed this record. This is the newer one."}</p><//>`}
      ${said && html`<p class="said">${said}</p>`}
      <${Proposal} record=${record} activity=${activity} decide=${decide} />
      <${WithPars} record=${record} activity=${activity} act=${act} />
      <${Deletion} record=${record} activity=${activity} act=${act} />
      <${Problems} record=${record}
        onAccept=${(code, reason) => act("accept", { codes: [code], reason }, "Accepted as it is.")} />
      <${Twins} record=${record} activity=${activity} onOpen=${onOpen} />
      <${AlsoOn} series=${record.series} onOpen=${onOpen} />
      ${inQuestion(record) && ask}
      ${correcting
        ? html`<${Correct} record=${record} activity=${activity} onSave=${correct}
          onCancel=${() => { setCorrecting(false); heading.current?.focus(); }} />`
        : html`<${Sides} record=${record} onCorrect=${() => { setSaid(""); setCorrecting(true); }} />`}
      ${!inQuestion(record) && ask}
      <${Steps} record=${record} act=${act} />
      <${Permission} key=${record.id} record=${record} activity=${activity} />
      <${History} record=${record} activity=${activity} act=${act} onOpen=${onOpen} />`}
  </section>`;
}

// Where the learner is likely to be asked, asking stands close to what is wrong.
const inQuestion = ({ state }) => state === "rejected" || state === "needs_attention";
