// "Is it still you?": a small dialog over whatever was being done, which then goes on by itself.
import { html, useEffect, useRef, useState } from "./ui.js";
import { post, whenAskedAgain } from "./api.js";
import { Button, Failure } from "./components.js";
import { Input, problemsByField } from "./forms.js";

// Stands once in the frame. `answered` is what the call that was refused waits for: true, once the proof was taken.
export function AskAgain({ me }) {
  const [answered, setAnswered] = useState(null);
  useEffect(() => whenAskedAgain(() => new Promise((resolve) => setAnswered(() => resolve))), []);
  if (!answered) return null;
  const done = (proved) => {
    setAnswered(null);
    answered(proved);
  };
  return html`<${Question} withCode=${me.second_factor} onDone=${done} />`;
}

function Question({ withCode, onDone }) {
  const own = useRef(null);
  const [kind, setKind] = useState(withCode ? "code" : "password");
  const [typed, setTyped] = useState("");
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!own.current.open) own.current.showModal();
    own.current.querySelector("input").focus();
  }, [kind]);
  const prove = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await post("/me/proof", { [kind]: typed });
      onDone(true);
    } catch (problem) {
      setError(problem);
      setBusy(false);
      own.current?.querySelector("input").focus();
    }
  };
  const turn = () => {
    setKind(kind === "code" ? "password" : "code");
    setTyped("");
    setError(null);
  };
  const beside = problemsByField(error)[kind];
  const given = { name: kind, value: typed, onChange: setTyped, error: beside };
  return html`<dialog class="card ask-again" ref=${own} aria-labelledby="ask-again"
      onCancel=${(event) => { event.preventDefault(); onDone(false); }}>
    <form onSubmit=${prove} novalidate>
      <h2 id="ask-again">Is it still you?</h2>
      <p class="meta">You signed in a while ago. Please show once more.</p>
      ${error && !beside && html`<${Failure} error=${error} />`}
      ${kind === "code"
        ? html`<${Input} key="code" label="Code from your phone" inputmode="numeric" autocomplete="one-time-code" ...${given} />`
        : html`<${Input} key="password" label="Your password" type="password" autocomplete="current-password" ...${given} />`}
      <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Go on<//>
        <${Button} kind="quiet" onClick=${() => onDone(false)}>Cancel<//>
        ${withCode && html`<${Button} kind="quiet" onClick=${turn}>
          ${kind === "code" ? "Use my password" : "Use a code"}<//>`}</div>
    </form>
  </dialog>`;
}
