// The keys of Review, the help that names them, and the words that stand in the history for them.
import { html, useEffect, useRef } from "./ui.js";
import { Checkbox, Input } from "./forms.js";

const HELP = [
  ["j", "next record"],
  ["k", "record before"],
  ["a", "accept its warnings, open the next"],
  ["s", "set it aside, open the next"],
  ["u", "undo the last step"],
  ["x", "select it"],
  ["Esc", "close"],
];
const TYPED_INTO = "input:not([type=checkbox], [type=radio]), textarea, select";

// keys: {key: work}. They work in `own` and where nothing has the focus, never while somebody types (WCAG 2.1.4).
export function useKeys(own, keys, active) {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const listen = (event) => {
      const ours = event.target === document.body || own.current?.contains(event.target);
      const typing = event.target.closest(TYPED_INTO) && event.key !== "Escape";
      const work = current.current[event.key];
      if (!ours || typing || !work || event.metaKey || event.ctrlKey || event.altKey) return;
      if (!active && event.key !== "Escape") return;
      event.preventDefault();
      work();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [active]);
}

export function Keys({ active, setActive, reasons, setReasons }) {
  const change = (step) => (text) => setReasons({ ...reasons, [step]: text });
  return html`<details class="keys">
    <summary>Keys</summary>
    <div class="card">
      <dl>${HELP.map(([key, words]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${words}</dd></div>`)}</dl>
      <${Input} name="reason-accept" label="The history says, for a" value=${reasons.accept} maxlength="500"
        onChange=${change("accept")} />
      <${Input} name="reason-set-aside" label="The history says, for s" value=${reasons["set-aside"]} maxlength="500"
        onChange=${change("set-aside")} />
      <${Checkbox} name="keys" label="Single keys are on" checked=${active} onChange=${setActive} />
    </div>
  </details>`;
}
