// The parts of Set up that repeat: boards, home states.
import { html, useRef, useState } from "./ui.js";
import { Announce, Button, Hidden } from "./components.js";
import { Input, Select, idOf } from "./forms.js";
import { useShared } from "./frame.js";

const OTHER = "other";

export function HomeStates({ value, onChange, wrong }) {
  const { vocabulary } = useShared();
  const names = Object.fromEntries(vocabulary.states.map((state) => [state.value, state.label]));
  const choices = vocabulary.states.filter((state) => !value.includes(state.value));
  return html`<fieldset class="rows"><legend>Home states (optional)</legend>
    <p class="hint">They stand first in the learner's list of states.</p>
    <${Tags} what="state" values=${value} label=${(code) => names[code] ?? code} onChange=${onChange} />
    <${Select} name="home_states" label="Add a state" width="medium" empty="Choose one" choices=${choices} value=""
      error=${wrong.home_states} onChange=${(code) => code && onChange([...value, code])} />
  </fieldset>`;
}

// What was chosen, each with a way to take it back.
function Tags({ what, values, label, onChange }) {
  const own = useRef(null);
  const [said, setSaid] = useState("");
  const drop = (dropped) => {
    onChange(values.filter((value) => value !== dropped));
    setSaid(`${label(dropped)} removed`);
    own.current.closest("fieldset").querySelector("select, input").focus();
  };
  return html`<ul class="tags" ref=${own}>${values.map((value) => html`<li key=${value}>${label(value)}
      <button type="button" class="remove" onClick=${() => drop(value)} aria-label=${`Remove ${what} ${label(value)}`}>
        ×
      </button></li>`)}</ul>
    <${Announce}>${said}<//>`;
}

// Rows of {board, credit_type, points_max}; problems of row 0 arrive under "boards.0.board" or just "boards".
export function Boards({ value, onChange, wrong, credits }) {
  const own = useRef(null);
  const set = (index, changes) => onChange(value.map((row, at) => (at === index ? { ...row, ...changes } : row)));
  const add = () => {
    onChange([...value, { board: "", credit_type: "", points_max: credits }]);
    setTimeout(() => own.current?.querySelector("li:last-child select")?.focus());
  };
  const drop = (index) => {
    onChange(value.filter((_, at) => at !== index));
    own.current?.querySelector(".add-board")?.focus();
  };
  return html`<fieldset class="rows" ref=${own} id="field-boards" tabindex="-1"><legend>Boards (optional)</legend>
    <p class="hint">Only boards this activity is registered with for MOC, as PARS shows them.</p>
    ${wrong.boards && html`<p class="wrong">${wrong.boards}</p>`}
    <ul class="board-rows">${value.map((row, index) => html`<${Board} key=${index} row=${row} at=${index} wrong=${wrong}
      onChange=${(changes) => set(index, changes)} onRemove=${() => drop(index)} />`)}</ul>
    <${Button} kind="plain add-board" onClick=${add}>Add a board<//>
  </fieldset>`;
}

// A list that knows it may be short: its last choice is a field for what it does not hold.
function ChooseOrType({ choices, other, hint, typed, ...field }) {
  const [typing, setTyping] = useState(false);
  const unlisted = field.value && !choices.some(({ value }) => value === field.value);
  if (typed || typing || unlisted) return html`<${Input} ...${field} hint=${hint} />`;
  const choose = (value) => {
    if (value !== OTHER) return field.onChange(value);
    setTyping(true);
    setTimeout(() => document.getElementById(idOf(field.name))?.focus());
    return field.onChange("");
  };
  return html`<${Select} ...${field} empty="Choose one" choices=${[...choices, { value: OTHER, label: other }]}
    onChange=${choose} />`;
}

function Board({ row, at, wrong, onChange, onRemove }) {
  const { vocabulary } = useShared();
  const boards = vocabulary.boards.map(({ value, label }) => ({ value, label: `${value}, ${label}` }));
  const types = vocabulary.boards.find(({ value }) => value === row.board)?.credit_types ?? [];
  const bind = (field) => {
    const name = `boards.${at}.${field}`;
    return { name, value: row[field], error: wrong[name], onChange: (value) => onChange({ [field]: value }) };
  };
  // Typing an acronym letter by letter, she keeps the credit type that she has typed.
  const ofBoard = (board) => onChange(types.length ? { board, credit_type: "" } : { board });
  return html`<li>
    <${ChooseOrType} ...${bind("board")} label="Board" other="Another board" choices=${boards} onChange=${ofBoard}
      hint="Its acronym as PARS shows it" />
    <${ChooseOrType} ...${bind("credit_type")} label="Credit type" other="Another credit type" hint="As PARS shows it"
      choices=${types.map((type) => ({ value: type, label: type }))} typed=${row.board && types.length === 0} />
    <${Input} ...${bind("points_max")} label="Points" inputmode="decimal" />
    <${Button} kind="quiet" onClick=${onRemove}>Remove<${Hidden}> board ${row.board || at + 1}<//><//>
  </li>`;
}
