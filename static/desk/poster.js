// The print button: shown only where this script runs, because without it the browser's own menu prints.

const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
