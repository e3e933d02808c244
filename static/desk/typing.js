// The typing sheet: one learner at a time, in the order of PARS's web form, for typing in by hand.
import { html, useCallback, useEffect, useRef, useState } from "./ui.js";
import { post, remove, unless } from "./api.js";
import { Announce, Bar, Empty, Failure, Heading, Loading } from "./components.js";
import { number, plural } from "./format.js";
import { useLoad } from "./hooks.js";
import { Link } from "./router.js";
import { place, remember } from "./typing_place.js";
import { TypingQueue } from "./typing_queue.js";
import { keyOf, TypingFields } from "./typing_fields.js";

export function Typing({ activity, reload }) {
  const base = `/activities/${activity.id}/typing`;
  const queue = useLoad(base);
  const [chosen, setChosen] = useState("");
  const [error, setError] = useState(null);
  const [said, setSaid] = useState("");
  const items = queue.data?.items ?? [];
  const current = items.find((item) => item.record_id === chosen) ?? place(activity, items);
  const left = items.filter((item) => !item.done).length;

  useEffect(() => { if (queue.data) remember(activity, current); }, [queue.data, current?.record_id]);

  const step = (by) => {
    const next = items[items.indexOf(current) + by];
    if (next) setChosen(next.record_id);
  };
  // The next one that is not ticked, from here on and then from the start.
  const goOn = (from) => {
    const at = items.findIndex((item) => item.record_id === from);
    const next = [...items.slice(at + 1), ...items.slice(0, at)].find((item) => !item.done);
    setChosen(next?.record_id ?? "");
  };
  const change = async (work, words) => {
    setError(null);
    try {
      await work();
      setSaid(words);
    } catch (problem) {
      setError(problem);
      setSaid("");
    }
    await queue.reload();
    reload();
  };
  const tick = ({ record_id: id, version }) => change(async () => {
    await post(`${base}/${id}`, {}, unless(version));
    goOn(id);
  }, "Ticked.");
  const takeBack = ({ record_id: id }) => change(async () => {
    setChosen(id);
    await remove(`${base}/${id}`);
  }, "Taken back.");

  return html`
    <div class="screen-head"><${Heading} focus=${false}>Type into PARS<//>
      <p class="meta keys">Keys: <kbd>1</kbd> to <kbd>9</kbd>, then <kbd>a</kbd>, <kbd>b</kbd>, … copy,${" "}
        <kbd>Enter</kbd> typed, <kbd>←</kbd> <kbd>→</kbd> move</p></div>
    <${Failure} error=${queue.error} retry=${queue.reload} />
    <${Announce}>${said}<//>
    ${!queue.data && !queue.error && html`<${Loading} />`}
    ${queue.data && !items.length && html`<${Empty} title="Nobody to type in">
      <p>As soon as a record is ready for PARS, it stands here.</p>
      <${Link} class="button" href=${`/desk/activities/${activity.id}/review`}>Review what came in<//><//>`}
    ${items.length > 0 && html`<div class="typing">
      <div>
        <${Failure} error=${error} />
        ${current
          ? html`<${Sheet} key=${`${current.record_id} ${current.version}`} path=${`${base}/${current.record_id}`}
              item=${current} activity=${activity} onStep=${step} onTick=${tick} onTakeBack=${takeBack} />`
          : html`<${AllDone} activity=${activity} count=${items.length} />`}
      </div>
      <aside class="card typing-side" aria-labelledby="typing-progress">
        <h2 id="typing-progress">${number(items.length - left)} of ${plural(items.length, "learner")} typed</h2>
        <${Bar} share=${(items.length - left) / items.length} kind="state-accepted" />
        <${TypingQueue} items=${items} current=${current} onChoose=${setChosen} />
      </aside>
    </div>`}`;
}

function Sheet({ path, item, activity, onStep, onTick, onTakeBack }) {
  const { data: sheet, error, reload } = useLoad(path);
  const [busy, setBusy] = useState(false);
  const [copied, setCopied] = useState({ at: -1, words: "" });
  const heading = useRef(null);
  useEffect(() => {
    heading.current.focus({ preventScroll: true });
    heading.current.scrollIntoView({ block: "nearest" });
  }, []);
  const fields = sheet ? sheet.enter.flat() : [];

  const copy = useCallback(async ({ label, value }, at) => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied({ at, words: `${label} copied` });
    } catch {
      setCopied({ at: -1, words: "Copying is not possible here: type it by hand, please" });
    }
  }, []);
  const run = async (work) => {
    if (busy) return;
    setBusy(true);
    await work(item);
    setBusy(false);
  };
  // Single keys work only while the sheet has the focus (WCAG 2.1.4); Enter on a button is that button's own.
  const onKey = (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const at = fields.findIndex((one, place) => keyOf(place) === event.key && one.value);
    const work = at >= 0 ? () => copy(fields[at], at) : {
      ArrowRight: () => onStep(1),
      ArrowLeft: () => onStep(-1),
      Enter: !event.target.closest("button, a") && sheet && !item.done && !event.repeat ? () => run(onTick) : null,
    }[event.key];
    if (!work) return;
    event.preventDefault();
    work();
  };
  return html`<section class="card typing-sheet" aria-labelledby="typing-name" onKeyDown=${onKey}>
    <header class="typing-head">
      <h2 id="typing-name" tabindex="-1" ref=${heading}>${item.first_name} ${item.last_name}</h2>
      <p class="meta">Reference ${item.reference} · in PARS: activity ${activity.accme_activity_id}</p>
    </header>
    <${Failure} error=${error} retry=${reload} />
    <${Announce}>${copied.words}<//>
    ${copied.words && copied.at < 0 && html`<p class="late">${copied.words}</p>`}
    <${TypingFields} item=${item} sheet=${sheet} copied=${copied} busy=${busy} onCopy=${copy}
      onTick=${() => run(onTick)} onSkip=${() => onStep(1)} onTakeBack=${() => run(onTakeBack)} />
  </section>`;
}

function AllDone({ activity, count }) {
  const own = useRef(null);
  useEffect(() => { own.current.focus(); }, []);
  return html`<div class="empty" tabindex="-1" ref=${own}><h2>Everyone is typed in</h2>
    <p>${plural(count, "learner")} done today. As soon as PARS answers, note it under Report.</p>
    <${Link} class="button" href=${`/desk/activities/${activity.id}/report`}>Back to Report<//></div>`;
}
