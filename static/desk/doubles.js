// Records that look like the same person's, in groups: each is compared, then merged or told apart.
import { html, useEffect, useRef, useState } from "./ui.js";
import { Announce, Button, Empty, Failure, Heading, Hidden, Loading } from "./components.js";
import { number, plural } from "./format.js";
import { useLoad } from "./hooks.js";
import { Compare } from "./doubles_compare.js";
import { Link } from "./router.js";

const LIKENESS = { same: ["Held back", "warn"], near: ["Worth a look", "info"] };

export function Doubles({ activity, query, reload }) {
  const { data, error, loading, reload: again } = useLoad(`/activities/${activity.id}/doubles`);
  const [open, setOpen] = useState(query.get("record") ?? "");
  const [done, setDone] = useState(null);
  const said = useRef(null);
  const review = `/desk/activities/${activity.id}/review`;
  useEffect(() => { if (done) said.current?.focus(); }, [done]);
  const finish = (words, record) => {
    setOpen("");
    setDone({ words, record });
    again();
    reload();
  };
  const isOpen = ({ records }) => records.some(({ id }) => id === open);
  return html`
    <div class="screen-head"><${Heading}>Same person twice?<//>
      <${Link} class="button plain" href=${review}>Back to Review<//></div>
    <p class="lead-in">Records of one date that look like one person’s: an equal number or birthday, or a name with a slip
      in it. Nothing is ever merged by itself.</p>
    ${done && html`<p class="said" tabindex="-1" ref=${said}>${done.words}${" "}
      ${done.record && html`<${Link} href=${`${review}?record=${done.record}`}>Open the record<//>`}</p>`}
    <${Failure} error=${error} retry=${again} />
    <${Announce}>${data && !loading ? plural(data.total, "group") : ""}<//>
    ${!data && !error && html`<${Loading} what="Comparing the records" />`}
    ${data?.total === 0 && html`<${Empty} title="Nobody seems to be here twice"><p>New records are compared as they come in.</p><//>`}
    ${data?.items.map((group) => html`<${Group} key=${group.records[0].id} group=${group} activity=${activity}
      open=${isOpen(group)} onOpen=${() => { setDone(null); setOpen(group.records[0].id); }}
      onClose=${() => setOpen("")} onDone=${finish} onStale=${again} />`)}
    ${data?.total > data?.items.length && html`<p class="meta">${number(data.total - data.items.length)} more come up
      when these are done.</p>`}`;
}

function Group({ group, activity, open, onOpen, onClose, onDone, onStale }) {
  const { records, likeness, more } = group;
  const [words, kind] = LIKENESS[likeness];
  const title = useRef(null);
  const close = () => {
    onClose();
    setTimeout(() => title.current?.parentElement.querySelector("button")?.focus());
  };
  useEffect(() => { if (open) title.current.focus(); }, [open]);
  return html`<section class="card look-alikes" aria-label=${names(records)}>
    <div class="section-head">
      <h2 tabindex="-1" ref=${title}>${names(records)} <span class=${`badge ${kind}`}>${words}</span></h2>
      ${!open && html`<${Button} onClick=${onOpen}>Compare<${Hidden}> ${names(records)}<//><//>`}
    </div>
    ${more > 0 && html`<p class="meta">${plural(more, "more record")} of this group will follow.</p>`}
    ${open && html`<${Compare} records=${records} activity=${activity} onClose=${close} onDone=${onDone} onStale=${onStale} />`}
  </section>`;
}

// "Amara Okafor and Amara Okafor-Lee"; one name only once.
function names(records) {
  const all = [...new Set(records.map((one) => `${one.first_name} ${one.last_name}`))];
  const counted = all.length === 1 ? [`${all[0]}, ${records.length} times`] : all;
  return counted.length < 3 ? counted.join(" and ") : `${counted[0]} and ${number(records.length - 1)} more`;
}
