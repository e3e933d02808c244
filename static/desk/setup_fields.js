// The five groups of questions of Set up. Each takes {fields, change(key)(value), wrong: {field: message}}.
import { html } from "./ui.js";
import { Button } from "./components.js";
import { Checkbox, Input, Radios, Select, Textarea } from "./forms.js";
import { useShared } from "./frame.js";
import { CompetencyFields } from "./setup_competencies.js";
import { Dates } from "./setup_dates.js";
import { Boards, HomeStates } from "./setup_rows.js";

const FORMATS = [
  { value: "live", label: "Live activity", hint: "A conference, course or meeting" },
  { value: "series", label: "Regularly scheduled series", hint: "Grand rounds, tumor board: the same on many dates" },
  { value: "enduring", label: "Enduring material", hint: "A recording or reading, completed on any day" },
];
const EMAIL = [
  { value: "required", label: "Required", hint: "So that you can ask when a board cannot match a record" },
  { value: "optional", label: "Optional" },
  { value: "off", label: "Not asked" },
];

// The usual ones first, by the names people use for them.
const US_ZONES = [
  ["America/New_York", "Eastern (New York)"],
  ["America/Chicago", "Central (Chicago)"],
  ["America/Denver", "Mountain (Denver)"],
  ["America/Phoenix", "Mountain without summer time (Phoenix)"],
  ["America/Los_Angeles", "Pacific (Los Angeles)"],
  ["America/Anchorage", "Alaska (Anchorage)"],
  ["Pacific/Honolulu", "Hawaii (Honolulu)"],
  ["America/Puerto_Rico", "Puerto Rico"],
  ["Pacific/Guam", "Guam"],
  ["Pacific/Pago_Pago", "American Samoa"],
];
const CONSENT = "What a physician agrees to. {provider} becomes the provider's name. A new wording is a new version: "
  + "those who answered before keep the one they saw";

export function IdentityFields({ fields, change, wrong }) {
  const bind = binder(fields, change, wrong);
  return html`<fieldset class="group-box"><legend>The activity, as PARS knows it</legend>
    <${Input} label="Title" ...${bind("title")} />
    <${Input} label="ACCME activity ID" width="short" inputmode="numeric" ...${bind("accme_activity_id")}
      hint="9 digits. In PARS, open the activity: it stands at the top, next to the title" />
    <${Radios} label="What kind of activity is it?" choices=${FORMATS} ...${bind("format")} />
    <div class="columns">
      <${Input} type="date" label="First day" width="short" ...${bind("starts_on")} />
      <${Input} type="date" label=${fields.format === "live" ? "Last day, if not the same" : "Last day"} width="short"
        ...${bind("ends_on")} />
    </div>
    ${fields.format === "series" && html`<${Dates} value=${fields.dates} onChange=${change("dates")} wrong=${wrong}
      from=${fields.starts_on} until=${fields.ends_on} credits=${fields.credits_max} />`}
  </fieldset>`;
}

export function ProviderFields({ fields, change, wrong }) {
  const bind = binder(fields, change, wrong);
  return html`<fieldset class="group-box"><legend>Provider</legend>
    <${Input} label="Accredited provider" ...${bind("provider_name")} hint="As learners know it" />
    <${Input} label="ACCME provider ID" width="short" inputmode="numeric" ...${bind("accme_provider_id")}
      hint="7 digits, leading zeros included. In PARS, under your organization's name" />
    <${Input} type="email" label="Contact email" width="medium" ...${bind("contact_email")}
      hint="Learners see it on the page and on their receipt" />
  </fieldset>`;
}

export function CreditFields({ fields, change, wrong }) {
  const bind = binder(fields, change, wrong);
  const isSeries = fields.format === "series";
  return html`<fieldset class="group-box"><legend>Credit</legend>
    <${Input} label=${isSeries ? "Maximum credits of a date" : "Maximum credits"} width="short" inputmode="decimal"
      ...${bind("credits_max")} hint="AMA PRA Category 1 Credit, in steps of 0.25. Learners cannot claim more" />
    ${isSeries && html`<${Input} label="Maximum over all dates (optional)" width="short" inputmode="decimal"
      ...${bind("series_credits_max")} hint="Of one learner. You are told who claims more; nobody is turned away" />`}
    <${Boards} value=${fields.boards} onChange=${change("boards")} wrong=${wrong} credits=${fields.credits_max} />
  </fieldset>`;
}

export function ZoneField({ fields, change, wrong, label = "Time zone of the activity" }) {
  const { vocabulary } = useShared();
  const zones = [
    { label: "United States", choices: US_ZONES.map(([value, label]) => ({ value, label })) },
    { label: "All others", choices: vocabulary.timezones.filter((zone) => !US_ZONES.some(([value]) => value === zone))
      .map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })) },
  ];
  return html`<${Select} label=${label} width="medium" empty="Choose one" choices=${zones}
    ...${binder(fields, change, wrong)("timezone")} />`;
}

export function ConsentField({ fields, change, wrong }) {
  const standard = useShared().vocabulary.default_consent_text;
  const bind = binder(fields, change, wrong);
  return html`<${Textarea} label="Consent" hint=${CONSENT} rows="6" ...${bind("consent_text")} />
    ${fields.consent_text !== standard && html`<p>
      <${Button} kind="quiet" onClick=${() => change("consent_text")(standard)}>Use the standard wording<//></p>`}`;
}

export function HoursFields({ fields, change, wrong }) {
  const bind = binder(fields, change, wrong);
  return html`<fieldset class="group-box" id="hours"><legend>When learners can attest</legend>
    <${ZoneField} ...${{ fields, change, wrong }} />
    <div class="columns">
      <${Input} type="datetime-local" label="Opens (optional)" hint="Empty: open from now on" width="medium"
        ...${bind("opens_at")} />
      <${Input} type="datetime-local" label="Closes (optional)" hint="Empty: until you close it" width="medium"
        ...${bind("closes_at")} />
    </div>
    <div class="columns">
      <${Input} label="Minutes after closing (optional)" width="medium" inputmode="numeric" ...${bind("grace_minutes")}
        hint="So long a form that is open at closing time is still taken" />
      <${Input} label="At most this many learners (optional)" width="medium" inputmode="numeric"
        ...${bind("learners_max")} hint="Who comes after them is told so before typing anything" />
    </div>
  </fieldset>`;
}

export function AsksFields({ fields, change, wrong }) {
  const bind = binder(fields, change, wrong);
  return html`<fieldset class="group-box"><legend>What learners are asked</legend>
    <${Radios} label="Email address" choices=${EMAIL} ...${bind("email")} />
    <${HomeStates} value=${fields.home_states} onChange=${change("home_states")} wrong=${wrong} />
    <${ConsentField} ...${{ fields, change, wrong }} />
    <${CompetencyFields} value=${fields.competencies} onChange=${change("competencies")} error=${wrong.competencies} />
    <${Checkbox} name="kiosk" label="Kiosk: many people use one shared tablet" checked=${fields.kiosk}
      hint="Nothing is remembered between two learners" onChange=${change("kiosk")} />
  </fieldset>`;
}

const binder = (fields, change, wrong) => (name) =>
  ({ name, value: fields[name], onChange: change(name), error: wrong[name] });
