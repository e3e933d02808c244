// The files that were made: who, when, how many rows, the checksum, and the same bytes again.
import { html, useState } from "./ui.js";
import { CopyButton, Failure } from "./components.js";
import { download } from "./download.js";
import { instant, number } from "./format.js";
import { FORMATS } from "./report_file.js";

export function Exports({ activity, load }) {
  const { data, error, reload } = load;
  const [failure, setFailure] = useState(null);
  const fetchFile = async (event, one) => {
    event.preventDefault();
    setFailure(null);
    await download(one).catch(setFailure);
  };
  if (error) return html`<${Failure} error=${error} retry=${reload} />`;
  if (!data?.items.length) return null;
  return html`<section class="exports">
    <h2 id="exports-title">Reported so far</h2>
    <${Failure} error=${failure} />
    <div class="table-wrap" tabindex="0" role="region" aria-labelledby="exports-title"><table class="wide">
      <thead><tr>
        <th scope="col">Made</th><th scope="col">By</th><th scope="col" class="amount">Rows</th>
        <th scope="col">What</th><th scope="col">File</th><th scope="col">SHA-256</th>
      </tr></thead>
      <tbody>${data.items.map((one) => html`<tr key=${one.id}>
        <td>${instant(one.created_at, activity.timezone)}</td>
        <td>${one.actor}</td>
        <td class="amount">${number(one.rows)}</td>
        <td>${what(one)}</td>
        <td>${one.file_url
          ? html`<a href=${new URL(one.file_url, location.origin).pathname} download=${one.filename}
              onClick=${(event) => fetchFile(event, one)}>${one.filename}</a>`
          : html`<span class="meta">${one.filename ? "erased, as set" : "no file"}</span>`}</td>
        <td>${one.sha256 && html`<code title=${one.sha256}>${one.sha256.slice(0, 12)}</code>
          <${CopyButton} text=${one.sha256} label="Copy" about=${`SHA-256 of ${one.filename}`} />`}</td>
      </tr>`)}</tbody></table></div>
    <p class="meta">
      A file downloaded again has the same bytes, until it is erased with the identifiers in it. A record is added once: the next file holds only what is new.
    </p>
  </section>`;
}

// "Excel", "Excel, only deletes", "Typed by hand".
function what({ format, kind }) {
  return FORMATS[format] + ({ delete: ", only deletes", prevalidate: ", for pre-validation" }[kind] ?? "");
}
