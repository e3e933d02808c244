// What to show or print so that everybody finds the form: chosen by how far away people are.
import { html, useState } from "./ui.js";
import { Radios, Select } from "./forms.js";

// How far each code is read from: ten times its width, as blueprints/desk/handouts.py reckons for the printed ones.
const PLACES = [
  { value: "slide", label: "In the hall", hint: "A slide: read from as far as four times the screen’s width", button: "Open the slide" },
  { value: "poster", label: "Passing by", hint: "A poster for doors and walls: read from about 4 ft", button: "Open the poster" },
  { value: "tent", label: "At a table", hint: "A table tent to fold: read from about 2 ft", button: "Open the table tent" },
];
const PAPERS = [{ value: "letter", label: "Letter" }, { value: "a4", label: "A4" }];

export function Handouts({ base, isClosed }) {
  const [place, setPlace] = useState("slide");
  const [paper, setPaper] = useState(PAPERS[0].value);
  const isPrinted = place !== "slide";
  const { button } = PLACES.find(({ value }) => value === place);
  return html`<div class="handouts">
    <${Radios} name="place" label="How far away are people?" value=${place} onChange=${setPlace} choices=${PLACES} />
    ${isPrinted && html`<${Select} name="paper" label="Paper" value=${paper} onChange=${setPaper} choices=${PAPERS}
      width="short" />`}
    <div class="buttons">
      <a class=${`button ${isClosed ? "plain" : "primary"}`} target="_blank"
        href=${`${base}/${place}${isPrinted ? `?paper=${paper}` : ""}`}>${button}</a>
    </div>
  </div>`;
}
