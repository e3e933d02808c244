// A shared tablet forgets. Answers travel beside the page, never as a page of their own, so that the browser's history
// holds one entry and nothing to send again; a page left alone clears itself.

(() => {
  const { form: blank, seconds } = document.currentScript.dataset;
  const WARNING = 20;  // seconds, as long as WCAG 2.2.1 asks for to say that one is still here
  const PATIENCE = 20_000;  // milliseconds for one try
  const SIGNS = ["pointerdown", "keydown", "input", "click", "wheel", "touchmove"];
  let touched = Date.now(), busy = false;

  const next = () => location.replace(blank);

  // Sending

  async function send(form, submitter) {
    const fields = new URLSearchParams(new FormData(form));
    if (submitter?.name) fields.append(submitter.name, submitter.value);
    const limit = new AbortController();
    const out = setTimeout(() => limit.abort(), PATIENCE);
    try {
      const answer = await fetch(blank, { method: "POST", body: fields, headers: { Accept: "text/html" }, signal: limit.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("meta[name=generator][content=attest]")) throw new Error("not ours");
      if (answer.redirected) location.replace(answer.url);
      else show(page);
    } catch {
      sayNotSent(form);
    } finally {
      clearTimeout(out);
    }
  }

  function show(page) {
    const main = document.adoptNode(page.querySelector("#main"));
    document.querySelector("#main").replaceWith(main);
    document.title = page.title;
    scrollTo(0, 0);
    (main.querySelector("[autofocus]") ?? main).focus();
  }

  function sayNotSent(form) {
    form.querySelector(".not-sent")?.remove();
    const words = "We cannot tell whether this was sent. Everything is still here. Please press the button again.";
    const panel = element("div", "panel danger not-sent", element("p", "", words));
    panel.setAttribute("role", "alert");
    form.append(panel);
    panel.scrollIntoView({ block: "nearest" });
  }

  addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    await send(event.target, event.submitter);
    touched = Date.now();
    busy = false;
  });

  // Clearing

  const count = element("strong", "", "");
  count.setAttribute("aria-hidden", "true");
  const stay = element("button", "button", "I am still here");
  stay.type = "button";
  const notice = element("div", "idle",
    element("p", "", "Still there? This page clears itself soon."), count, stay);
  notice.setAttribute("role", "alert");
  stay.addEventListener("click", () => notice.remove());

  // Nothing has been typed, so there is nothing to clear.
  const isBlank = () => {
    const form = document.querySelector("main form");
    const answered = (e) => e.type !== "hidden" && (/radio|checkbox/.test(e.type) ? e.checked : e.value !== "");
    return form?.elements.step?.value === "check" && !form.querySelector(".wrong")
      && ![...form.querySelectorAll("input, select")].some(answered);
  };

  function look() {
    const left = Math.ceil(seconds - (Date.now() - touched) / 1000);
    if (busy || isBlank() || left > WARNING) return notice.remove();
    if (left <= 0) return next();
    count.textContent = `${left} s`;
    if (!notice.isConnected) document.body.append(notice);
  }

  for (const sign of SIGNS) addEventListener(sign, () => { touched = Date.now(); }, { passive: true, capture: true });
  setInterval(look, 500);
  document.addEventListener("visibilitychange", look);

  // A page that comes out of the browser's memory, and the way on, leave nothing to go back to.
  addEventListener("pageshow", (event) => { if (event.persisted) next(); });
  addEventListener("click", (event) => {
    if (event.target.closest?.("a")?.getAttribute("href") !== blank) return;
    event.preventDefault();
    next();
  });

  function element(name, className, ...inside) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...inside);
    return made;
  }
})();
