// Set up: the activity as PARS knows it, with the learner's page beside it.
import { html, useEffect, useMemo, useState } from "./ui.js";
import { get, patch, post } from "./api.js";
import { Announce, Button, Failure, Heading, Loading, Notice } from "./components.js";
import { ErrorSummary, problemsByField } from "./forms.js";
import { useShared } from "./frame.js";
import { useLoad } from "./hooks.js";
import { Preview } from "./preview.js";
import { go, useUnsaved } from "./router.js";
import { blank, fromActivity, toActivity } from "./setup_data.js";
import { AsksFields, CreditFields, HoursFields, IdentityFields, ProviderFields } from "./setup_fields.js";

// Without an activity it makes a new one, starting from the provider's settings and from what the last one said.
export function SetUp({ activity, replace }) {
  const { vocabulary } = useShared();
  const { data, error, reload } = useLoad(activity ? null : "/activities");
  const provider = useLoad(activity ? null : "/provider");
  const failed = error ?? provider.error;
  const again = () => { reload(); provider.reload(); };
  if (!activity && failed) return html`<${Heading}>New activity<//><${Failure} error=${failed} retry=${again} />`;
  if (!activity && !(data && provider.data)) return html`<${Loading} />`;
  const start = activity ? fromActivity(activity) : blank(vocabulary, data.items[0], provider.data);
  const remembered = activity ? "" : provider.data.provider_name ? "your settings"
    : data.items.length ? "your last activity" : "";
  return html`<${Form} activity=${activity} start=${start} replace=${replace} remembered=${remembered} />`;
}

function Form({ activity, start, replace, remembered }) {
  const [saved, setSaved] = useState(start);
  const [fields, setFields] = useState(start);
  const [version, setVersion] = useState(activity?.version);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState("");
  const dirty = useMemo(() => JSON.stringify(fields) !== JSON.stringify(saved), [fields, saved]);
  useUnsaved(dirty);
  useEffect(() => { if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView(); }, []);

  const change = (key) => (value) => {
    setDone("");
    setFields((old) => ({ ...old, [key]: value }));
  };
  const take = (fresh) => {
    setSaved(fromActivity(fresh));
    setFields(fromActivity(fresh));
    setVersion(fresh.version);
    setError(null);
    replace(fresh);
  };
  const save = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      if (activity) {
        take(await patch(`/activities/${activity.id}`, toActivity(fields), version));
        setDone("Saved. Learners see it from now on.");
      } else {
        const made = await post("/activities", toActivity(fields));
        go(`/desk/activities/${made.id}/${made.warnings.length ? "set-up" : "collect"}`, { saved: true });
        return;
      }
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  const takeNewer = async () => take(await get(`/activities/${activity.id}`));

  const wrong = problemsByField(error);
  const given = { fields, change, wrong };
  return html`
    <div class="screen-head"><${Heading}>${activity ? "Set up" : "New activity"}<//></div>
    <div class="set-up">
      <form class="set-up-form" onSubmit=${save} novalidate>
        ${error?.status === 412
          ? html`<${Notice} kind="warn" role="alert"><p>Somebody else changed this activity while you were typing.</p>
              <${Button} onClick=${takeNewer}>Show the newer one, drop my changes<//><//>`
          : html`<${ErrorSummary} error=${error} />`}
        ${remembered && html`<${Notice}>
          <p>Provider, time zone, contact and consent text are taken from ${remembered}.</p><//>`}
        ${activity?.warnings.length > 0 && html`<${Notice} kind="warn"><p>Saved as you said, but look again:</p>
          <ul>${activity.warnings.map(({ message }) => html`<li key=${message}>${message}</li>`)}</ul><//>`}
        <${IdentityFields} ...${given} />
        <${ProviderFields} ...${given} />
        <${CreditFields} ...${given} />
        <${HoursFields} ...${given} />
        <${AsksFields} ...${given} />
        <div class="save-bar">
          <${Button} kind="primary" type="submit" busy=${busy}>
            ${activity ? "Save changes" : "Save and get the QR code"}
          <//>
          <span class="meta">${done || (dirty && activity ? "Not saved yet" : "")}</span>
          <${Announce}>${done}<//>
        </div>
      </form>
      <${Preview} fields=${fields} />
    </div>`;
}
