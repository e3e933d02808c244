// Correct a record: only its own fields, always with a reason.
import { html, useLayoutEffect, useRef, useState } from "./ui.js";
import { ApiError } from "./api.js";
import { Button } from "./components.js";
import { ErrorSummary, Input, problemsByField, Select } from "./forms.js";
import { useShared } from "./frame.js";
import { changesOf, FIELD_WORDS, fieldsOf, spoken } from "./record_fields.js";
import { useUnsaved } from "./router.js";

const SHORT = { birth_month: "numeric", birth_day: "numeric", credits: "decimal" };

// Only the learner gives consent, so a record without it does not offer any.
const CONSENT = [
  { value: "true", label: "Yes, as the learner said" },
  { value: "false", label: "No, the learner took it back" },
];

export function Correct({ record, activity, onSave, onCancel }) {
  const { vocabulary } = useShared();
  // Only what is being changed: after somebody else's change the other fields show the newer values.
  const [draft, setDraft] = useState({});
  const [reason, setReason] = useState("");
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const own = useRef(null);
  const changes = changesOf(draft, record);
  useUnsaved(Object.keys(changes).length > 0);
  useLayoutEffect(() => { own.current.querySelector("input").focus(); }, []);

  const save = async (event) => {
    event.preventDefault();
    const missing = [
      !Object.keys(changes).length && { field: "first_name", message: "Change something first, or cancel." },
      !reason.trim() && { field: "reason", message: "Write why you correct it." },
    ].filter(Boolean);
    if (missing.length) {
      setError(new ApiError(422, "", missing));
      return;
    }
    setBusy(true);
    const refused = await onSave(changes, reason.trim());
    if (!refused) return;
    setBusy(false);
    setError(refused.status === 412 ? null : refused);
  };
  const wrong = problemsByField(error);
  const bind = (field) => ({
    name: field, label: FIELD_WORDS[field], value: draft[field] ?? spoken(record, field), error: wrong[field],
    onChange: (value) => setDraft((old) => ({ ...old, [field]: value })),
  });
  const states = [...vocabulary.states, { value: "none", label: "Not licensed in the US" }];
  const shown = { ...record, profession: draft.profession ?? record.profession };
  const boards = (activity.boards ?? []).map(({ board }) => ({ value: board, label: board }));
  // Escape leaves the form only while nothing would be lost, and never the record with it.
  const leave = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (!Object.keys(changes).length) onCancel();
  };
  return html`<form class="correct" ref=${own} onSubmit=${save} onKeyDown=${leave}
    novalidate aria-labelledby="correct-title">
    <h3 id="correct-title">Correct this record</h3>
    <${ErrorSummary} error=${error} />
    <div class="columns">${fieldsOf(shown, activity).map((field) => {
      if (field === "license_state")
        return html`<${Select} key=${field} ...${bind(field)} empty="None chosen" choices=${states} />`;
      if (field === "board") return html`<${Select} key=${field} ...${bind(field)} empty="None" choices=${boards} />`;
      if (field === "profession")
        return html`<${Select} key=${field} ...${bind(field)} choices=${vocabulary.professions} />`;
      if (field === "consent") return html`<${Select} key=${field} ...${bind(field)} choices=${CONSENT}
        hint="Taken back, it takes license, birthday and board with it" />`;
      if (field === "completion_date") return html`<${Input} key=${field} type="date" ...${bind(field)} />`;
      return html`<${Input} key=${field} inputmode=${SHORT[field]} spellcheck="false" ...${bind(field)} />`;
    })}</div>
    <${Input} name="reason" label="Why do you correct it?" hint="It stands in the record's history"
      value=${reason} onChange=${setReason}
      error=${wrong.reason} maxlength="500" />
    <div class="buttons"><${Button} kind="primary" type="submit" busy=${busy}>Save the correction<//>
      <${Button} kind="quiet" onClick=${onCancel}>Cancel<//></div>
  </form>`;
}
