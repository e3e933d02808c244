// People: one of them, and what an administrator may change about somebody else.
import { html, useState } from "./ui.js";
import { call, remove } from "./api.js";
import { Button, Failure, Hidden } from "./components.js";

// Each: the words on the button that asks, on the one that does it, and what is announced then.
const STEPS = {
  role: (person) => {
    const other = person.role === "administrator" ? "coordinator" : "administrator";
    return {
      ask: `Make ${other}`, sure: `Make ${person.name} ${other} now`, said: "Role changed.",
      work: () => call("PATCH", `/staff/${person.id}`, { json: { role: other } }),
    };
  },
  factor: (person) => ({
    ask: "Turn off second step", sure: `Turn off the second step of ${person.name} now`, said: "Second step turned off.",
    work: () => remove(`/staff/${person.id}/second-factor`),
  }),
  end: (person) => ({
    ask: "End access", sure: `End access of ${person.name} now`, said: "Access ended.",
    work: () => remove(`/staff/${person.id}`),
  }),
};

export function Person({ person, mine, mayChange, onDone }) {
  const [asking, setAsking] = useState(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const kinds = person.second_factor ? ["role", "factor", "end"] : ["role", "end"];
  const chosen = asking && STEPS[asking](person);
  const act = async () => {
    setBusy(true);
    setError(null);
    try {
      await chosen.work();
      onDone(chosen.said);
      setAsking(null);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return html`<li class=${`person ${person.active ? "" : "gone"}`}>
    <div>
      <strong>${person.name}</strong> ${mine && html`<span class="chip">you</span>`}
      <p class="meta">${person.email} · ${person.active ? person.role : "no access any more"}
        ${person.active && person.second_factor ? " · second step on" : ""}</p>
    </div>
    ${mayChange && person.active && !mine && (chosen
      ? html`<div class="buttons">
          <${Button} kind="plain danger" busy=${busy} onClick=${act}>${chosen.sure}<//>
          <${Button} kind="quiet" onClick=${() => setAsking(null)}>Cancel<//></div>`
      : html`<div class="buttons">${kinds.map((kind) => html`<${Button} key=${kind} onClick=${() => setAsking(kind)}>
          ${STEPS[kind](person).ask}<${Hidden}> of ${person.name}<//><//>`)}</div>`)}
    <${Failure} error=${error} />
  </li>`;
}
