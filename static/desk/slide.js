// The slide's two helpers: how many have sent their record so far, and full screen.

const EVERY = 5000; // milliseconds
// A slide on a wall must not keep its coordinator signed in.
const ASKED = { Accept: "application/json", "X-By-Itself": "yes" };

const activity = document.querySelector("[data-activity]").dataset.activity;
const line = document.getElementById("count");
const number = document.getElementById("number");

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(`/api/v1/activities/${activity}`, { headers: ASKED });
    if (!answer.ok) throw new Error(answer.statusText);
    const { counts } = await answer.json();
    number.textContent = counts.total.toLocaleString("en-US");
    line.hidden = counts.total === 0;
  } catch {
    line.hidden = true; // an old count on a wall is worse than none; the next round tries again
  }
}

refresh();
setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);

const button = document.getElementById("full-screen");
button.hidden = !document.fullscreenEnabled;
button.addEventListener("click", () => document.documentElement.requestFullscreen());
