// Entry: which screen belongs to which address.
import { html, render } from "./ui.js";
import { useAddress } from "./router.js";
import { Frame, NotFound } from "./frame.js";
import { Account } from "./account.js";
import { Activities } from "./activities.js";
import { ActivityScreen } from "./activity.js";
import { SetUp } from "./setup.js";
import { ParsFile } from "./pars_file.js";
import { People } from "./people.js";
import { PilotArea } from "./pilot.js";
import { Provider } from "./provider.js";

function screen({ parts, query }) {
  const [area, id, step = "collect"] = parts;
  if (parts.length === 0 || (area === "activities" && !id)) return html`<${Activities} />`;
  if (area === "activities" && id === "new") return html`<${SetUp} key="new" />`;
  if (area === "activities") return html`<${ActivityScreen} key=${id} id=${id} step=${step} query=${query} />`;
  if (area === "pilot") return html`<${PilotArea} parts=${parts.slice(1)} />`;
  if (area === "account") return html`<${Account} />`;
  if (area === "people") return html`<${People} />`;
  if (area === "provider") return html`<${Provider} />`;
  if (area === "pars-file") return html`<${ParsFile} />`;
  return html`<${NotFound} />`;
}

function Desk() {
  const address = useAddress();
  return html`<${Frame} area=${address.parts[0]}>${screen(address)}<//>`;
}

const root = document.getElementById("desk");
root.replaceChildren();
render(html`<${Desk} />`, root);
