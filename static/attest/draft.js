// What somebody typed: kept until it is stored, through reloads and slips of the thumb, and, where they chose so, their
// details for the next session. It lies in this browser alone.

import { drop, element, read, write } from "./kept.js";

const KNOWN = "attest:details:";
const DETAILS = ["profession", "first_name", "last_name", "license_state", "license_number", "npi", "birth_month",
  "birth_day", "email", "board", "board_id"];
// What the page itself sends along, the trap for robots, and what is confirmed anew each time.
const NEVER = new Set(["step", "submission_id", "seconds", "consent_version", "remarks", "edit", "move", "attest"]);

const typed = (form) => Object.fromEntries([...new FormData(form)].filter(([name, value]) => value && !NEVER.has(name)));

function fill(form, fields) {
  for (const control of form.elements) {
    const value = NEVER.has(control.name) ? undefined : fields[control.name];
    if (value === undefined) continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = control.value === value;
    else control.value = value;
  }
}

// The draft of one activity. Its `id` goes with every try to send it: whatever gets lost, it is stored once.
export class Draft {
  constructor(action) {
    this.key = `attest:draft:${action}`;
    const kept = read(this.key);
    this.id = kept?.id ?? fresh();
    this.opened = kept?.opened ?? Date.now();
  }

  // Whole seconds since the form was first opened.
  get seconds() {
    return Math.round((Date.now() - this.opened) / 1000);
  }

  save(form) {
    this.id = read(this.key)?.id ?? this.id;  // another tab may have begun before
    const consent = form.elements.consent_version.value;
    write(this.key, { id: this.id, opened: this.opened, consent, fields: typed(form) });
  }

  // It is stored, or it is somebody else's turn.
  forget() {
    drop(this.key);
    this.id = fresh();
    this.opened = Date.now();
  }

  // Other answers are stored under its id: what is typed from now on is another submission.
  renew() {
    const kept = read(this.key);
    if (kept) write(this.key, { ...kept, id: fresh() });
  }

  // Fill in a blank form, and say so; `cleared` is called where somebody else takes the phone.
  restore(form, cleared) {
    const kept = read(this.key);
    // Permission is asked again where the words they agreed to have changed.
    if (kept && kept.consent !== form.elements.consent_version.value) delete kept.fields.consent;
    const draft = kept && Object.keys(kept.fields).length > 0;
    const fields = draft ? kept.fields : read(KNOWN);
    if (!fields) return;
    fill(form, fields);
    const words = draft ? "This phone kept what you typed." : "This phone filled in the details it remembers.";
    const clear = element("button", { type: "button", className: "button plain" }, "Not you? Clear");
    const note = element("div", { className: "panel soft filled" }, element("p", {}, words), clear);
    clear.onclick = () => {
      cleared();
      this.forget();
      drop(KNOWN);
      form.reset();
      note.remove();
      form.elements.profession[0].focus();
    };
    form.before(note);
  }
}

// On the check screen: a box, off until chosen, that keeps the details for the next activity.
export function offerToRemember(form) {
  const box = element("input", { type: "checkbox", id: "remember", checked: read(KNOWN) !== null });
  box.setAttribute("aria-describedby", "remember-hint");
  const words = element("span", {}, "Remember my details on this phone");
  const hint = "Profession, name, license, NPI, birthday, email and board, for up to 180 days. Never your credits or your permission.";
  form.querySelector(".actions").before(element("div", { className: "field" },
    element("label", { className: "choice", htmlFor: box.id }, box, words),
    element("p", { className: "hint", id: "remember-hint" }, hint)));
}

// Do as that box says, when the form is sent.
export function remember(form) {
  const box = form.querySelector("#remember");
  const fields = Object.entries(typed(form)).filter(([name]) => DETAILS.includes(name));
  if (box?.checked) write(KNOWN, Object.fromEntries(fields));
  else if (box) drop(KNOWN);
}

// Browsers make none without https; then the check screen brings its own.
function fresh() {
  return crypto.randomUUID?.() ?? "";
}
