// The provider's logo: a small picture beside its name, on everything that learners see.
import { html, useRef, useState } from "./ui.js";
import { call, remove } from "./api.js";
import { Announce, Button, Refusal } from "./components.js";

const KINDS = "image/png,image/jpeg";

export function Logo({ provider, onChange }) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(null);
  const [said, setSaid] = useState("");
  const input = useRef(null);
  const run = async (work, words) => {
    setBusy(true);
    setRefused(null);
    setSaid("");
    try {
      await work();
      setSaid(words);
      onChange();
    } catch (problem) {
      setRefused(problem);
    }
    setBusy(false);
  };
  const upload = async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const sent = { body: file, headers: { "Content-Type": file.type || "application/octet-stream" } };
    await run(() => call("PUT", "/provider/logo", sent), "Learners see it from now on.");
    input.current.value = "";
  };
  return html`<section class="card logo-card" aria-labelledby="logo"><h2 id="logo">Logo</h2>
    <p>It stands by your name on the learner's page, the receipt, the slide, the poster and the table tent. PNG or JPEG, 10 KB at most.</p>
    ${provider.logo && html`<p><img src=${provider.logo} alt="The logo in use" /></p>`}
    <${Refusal} error=${refused} lead=${refused?.message} />
    ${said && html`<p class="said">${said}</p>`}
    <${Announce}>${busy ? "Uploading" : said}<//>
    <div class="buttons">
      <label class="button file-button plain">${busy ? "Uploading…" : provider.logo ? "Replace it" : "Choose a picture"}
        <input type="file" class="visually-hidden" accept=${KINDS} ref=${input} onChange=${upload} /></label>
      ${provider.logo && html`<${Button} kind="quiet" busy=${busy}
        onClick=${() => run(() => remove("/provider/logo"), "Removed.")}>Remove the logo<//>`}
    </div>
  </section>`;
}
