// Provider: what every new activity begins with, the logo, and who else has a key to this house.
import { html, useState } from "./ui.js";
import { patch } from "./api.js";
import { Announce, Button, Failure, Heading, Loading } from "./components.js";
import { instant, plural } from "./format.js";
import { ErrorSummary, Input, problemsByField } from "./forms.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";
import { Logo } from "./provider_logo.js";
import { Tokens } from "./provider_tokens.js";
import { Link, useUnsaved } from "./router.js";
import { whole } from "./setup_data.js";
import { ConsentField, ProviderFields, ZoneField } from "./setup_fields.js";
import { HomeStates } from "./setup_rows.js";

const NAMES = ["provider_name", "accme_provider_id", "contact_email", "timezone", "home_states", "consent_text"];
const NUMBERS = ["reporting_days", "keep_identifiers_days", "keep_records_years"];

export function Provider() {
  const { me } = useShared();
  const { data, error, reload, set } = useLoad("/provider");
  const mayChange = me.role === "administrator";
  return html`
    <div class="screen-head"><${Heading}>Provider<//></div>
    <p class="lead-in">What every new activity begins with, and how long things take and are kept.</p>
    <${Failure} error=${error} retry=${reload} />
    ${!data && !error && html`<${Loading} />`}
    ${data && !mayChange && html`<${Shown} provider=${data} />`}
    ${data && mayChange && html`
      <${Form} provider=${data} onSaved=${set} />
      <${Logo} provider=${data} onChange=${reload} />
      <${Tokens} />`}
    ${data && html`<${Template} />`}`;
}

// What the form shows of the settings: where no consent text is set, the standard wording.
function settings(provider, vocabulary) {
  const fields = Object.fromEntries(NAMES.map((name) => [name, provider[name]]));
  for (const name of NUMBERS) fields[name] = String(provider[name] ?? "");
  return { ...fields, consent_text: fields.consent_text || vocabulary.default_consent_text };
}

// How long it is: as it is set here, else as the server is set.
const kept = (provider, name) => provider[name] ?? provider.server[name];

// For coordinators, who look and do not change.
function Shown({ provider }) {
  const rows = [["Accredited provider", provider.provider_name], ["ACCME provider ID", provider.accme_provider_id],
    ["Contact email", provider.contact_email], ["Time zone", provider.timezone],
    ["Home states", provider.home_states.join(", ")], ["Report within", plural(provider.reporting_days, "day")],
    ["Identifiers are kept", plural(kept(provider, "keep_identifiers_days"), "day")],
    ["Records are kept", plural(kept(provider, "keep_records_years"), "year")]];
  return html`<section class="card"><h2>Settings</h2>
    <dl class="facts-list">${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt>
      <dd>${value || "Not set"}</dd></div>`)}</dl>
    <p class="meta">An administrator can change them.</p></section>`;
}

function Form({ provider, onSaved }) {
  const { vocabulary } = useShared();
  const start = settings(provider, vocabulary);
  const [fields, setFields] = useState(start);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const dirty = JSON.stringify(fields) !== JSON.stringify(start);
  useUnsaved(dirty);
  const change = (name) => (value) => setFields((old) => ({ ...old, [name]: value }));
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      // The standard wording is not kept as one's own: it may become better.
      const own = fields.consent_text.trim() === vocabulary.default_consent_text.trim() ? "" : fields.consent_text;
      const numbers = Object.fromEntries(NUMBERS.map((name) => [name, whole(fields[name])]));
      const saved = await patch("/provider", { ...fields, ...numbers, consent_text: own }, provider.version);
      onSaved({ ...saved, saved: true });
      setFields(settings(saved, vocabulary));
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const given = { fields, change, wrong: problemsByField(error) };
  return html`<form class="provider-form" onSubmit=${save} novalidate>
    <${ErrorSummary} error=${error} />
    <${ProviderFields} ...${given} />
    <fieldset class="group-box"><legend>Where and how you ask</legend>
      <${ZoneField} ...${given} label="Time zone" />
      <${HomeStates} value=${fields.home_states} onChange=${change("home_states")} wrong=${given.wrong} />
      <${ConsentField} ...${given} />
      <p class="meta">Activities that are there already stay as they are.</p>
    </fieldset>
    <${Times} ...${given} server=${provider.server} />
    <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Save<//>
      <span class="meta">${dirty ? "Not saved yet" : provider.saved ? "Saved." : ""}</span></div>
    <${Announce}>${provider.saved && !dirty ? "Saved." : ""}<//>
  </form>`;
}

// Of these, unlike the others, each holds for everything at once.
function Times({ fields, change, wrong, server }) {
  const bind = (name) => ({ name, value: fields[name], onChange: change(name), error: wrong[name], width: "short",
    inputmode: "numeric" });
  return html`<fieldset class="group-box"><legend>Times, for all activities</legend>
    <${Input} label="Days to report in" ...${bind("reporting_days")}
      hint="From completion until PARS should have a record. Boards ask for 30. Learners read it, too" />
    <${Input} label="Days until identifiers are erased (optional)" ...${bind("keep_identifiers_days")}
      hint=${`License number, NPI, birthday and email address, counted from when PARS accepted the record: 30 to 365. `
        + `Empty: ${server.keep_identifiers_days}, as the server is set`} />
    <${Input} label="Years until a record is deleted (optional)" ...${bind("keep_records_years")}
      hint=${`Counted from completion: 6 to 99. Empty: ${server.keep_records_years}, as the server is set`} />
  </fieldset>`;
}

// The file that exports fill has a page of its own; here stands how old it is.
function Template() {
  const { data, error } = useLoad("/pars-template");
  if (error) return html`<${Failure} error=${error} />`;
  if (!data) return null;
  const { template } = data;
  return html`<section class="card"><h2>The file for PARS</h2>
    <p>${template ? `${template.name}, uploaded ${instant(template.uploaded_at)} by ${template.actor}.`
      : "The built-in layout is in use."} <${Link} href="/desk/pars-file">PARS file<//></p></section>`;
}
