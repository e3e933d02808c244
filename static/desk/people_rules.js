// People: whether everybody needs a second step at sign-in.
import { html, useState } from "./ui.js";
import { call } from "./api.js";
import { Announce, Failure } from "./components.js";
import { Checkbox } from "./forms.js";
import { useLoad } from "./hooks.js";

export function SignInRules() {
  const { data, error, reload, set } = useLoad("/sign-in-rules");
  const [failure, setFailure] = useState(null);
  const [said, setSaid] = useState("");
  const turn = async (required) => {
    setFailure(null);
    try {
      set(await call("PUT", "/sign-in-rules", { json: { second_factor_required: required } }));
      setSaid("Saved.");
    } catch (problem) {
      setFailure(problem);
      reload();
    }
  };
  return html`<section class="card" aria-labelledby="rules"><h2 id="rules">Signing in</h2>
    <${Failure} error=${error} retry=${reload} />
    <${Failure} error=${failure} />
    ${data && html`<${Checkbox} name="second_factor_required" label="Everybody needs a second step"
      hint="A code from their phone, after the password. Whoever has none sets it up at the next sign-in."
      checked=${data.second_factor_required} onChange=${turn} />`}
    <${Announce}>${said}<//>
  </section>`;
}
