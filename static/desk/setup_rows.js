// The parts of Set up that repeat: dates of a series, boards, home states.
import { html, useRef, useState } from "./ui.js";
import { Announce, Button } from "./components.js";
import { date } from "./format.js";
import { Input, Select } from "./forms.js";
import { useShared } from "./frame.js";

export function Dates({ value, onChange, wrong, from, until }) {
  const [next, setNext] = useState("");
  const add = () => {
    if (next) onChange([...new Set([...value, next])].sort());
    setNext("");
  };
  return html`<fieldset class="rows"><legend>Dates of the series (optional)</legend>
    <p class="hint">Learners choose one of these. Without any, they fill in a date themselves.</p>
    ${value.length > 0 && html`<${Tags} what="date" values=${value} label=${date} onRemove=${(one) => onChange(value.filter((day) => day !== one))} />`}
    <div class="add-row" onKeyDown=${(event) => event.key === "Enter" && (event.preventDefault(), add())}>
      <${Input} type="date" name="dates" label="Add a date" width="short" value=${next} onChange=${setNext} error=${wrong.dates} min=${from} max=${until} />
      <${Button} onClick=${add}>Add</${Button}>
    </div>
  </fieldset>`;
}

export function HomeStates({ value, onChange, wrong }) {
  const { vocabulary } = useShared();
  const names = Object.fromEntries(vocabulary.states.map((state) => [state.value, state.label]));
  const choices = vocabulary.states.filter((state) => !value.includes(state.value));
  return html`<fieldset class="rows"><legend>Home states (optional)</legend>
    <p class="hint">They stand first in the learner's list of states.</p>
    ${value.length > 0 && html`<${Tags} what="state" values=${value} label=${(code) => names[code] ?? code}
      onRemove=${(one) => onChange(value.filter((code) => code !== one))} />`}
    <${Select} name="home_states" label="Add a state" width="medium" empty="Choose one" choices=${choices} value="" error=${wrong.home_states}
      onChange=${(code) => code && onChange([...value, code])} />
  </fieldset>`;
}

function Tags({ what, values, label, onRemove }) {
  const own = useRef(null);
  const [said, setSaid] = useState("");
  const drop = (value) => {
    onRemove(value);
    setSaid(`${label(value)} removed`);
    own.current.closest("fieldset").querySelector("select, input")?.focus();
  };
  return html`<ul class="tags" ref=${own}>${values.map((value) => html`<li key=${value}>${label(value)}
      <button type="button" class="remove" onClick=${() => drop(value)} aria-label=${`Remove ${what} ${label(value)}`}>×</button></li>`)}</ul>
    <${Announce}>${said}</${Announce}>`;
}

// Rows of {board, credit_type, points_max}; problems of row 0 arrive under "boards.0.board" or just "boards".
export function Boards({ value, onChange, wrong, credits }) {
  const { vocabulary } = useShared();
  const own = useRef(null);
  const boards = vocabulary.boards.map((board) => ({ value: board.value, label: `${board.value}, ${board.label}` }));
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
    <ul class="board-rows">${value.map((row, index) => {
      const name = (key) => `boards.${index}.${key}`;
      const types = vocabulary.boards.find((board) => board.value === row.board)?.credit_types ?? [];
      return html`<li key=${index}>
        <${Select} name=${name("board")} label="Board" empty="Choose one" choices=${boards} value=${row.board} error=${wrong[name("board")]}
          onChange=${(board) => set(index, { board, credit_type: "" })} />
        ${types.length === 0 && row.board
          ? html`<${Input} name=${name("credit_type")} label="Credit type" value=${row.credit_type} error=${wrong[name("credit_type")]}
              onChange=${(credit_type) => set(index, { credit_type })} />`
          : html`<${Select} name=${name("credit_type")} label="Credit type" empty="Choose one" choices=${types.map((type) => ({ value: type, label: type }))}
              value=${row.credit_type} error=${wrong[name("credit_type")]} onChange=${(credit_type) => set(index, { credit_type })} />`}
        <${Input} name=${name("points_max")} label="Points" inputmode="decimal" value=${row.points_max} error=${wrong[name("points_max")]}
          onChange=${(points_max) => set(index, { points_max })} />
        <${Button} kind="quiet" onClick=${() => drop(index)} aria-label=${`Remove board ${row.board || index + 1}`}>Remove</${Button}>
      </li>`;
    })}</ul>
    <${Button} kind="plain add-board" onClick=${add}>Add a board</${Button}>
  </fieldset>`;
}
