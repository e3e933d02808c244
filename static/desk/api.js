// Talks to /api/v1. Every failure is an ApiError with words that can be shown as they are.

const BASE = "/api/v1";
const UNREACHABLE = "The server cannot be reached. Nothing you typed is lost: try again when you are back online.";

export class ApiError extends Error {
  // status 0 means that no answer came; problems are [{field, code, level, message}] (RFC 9457 extension).
  constructor(status, message, problems = [], body = {}) {
    super(message);
    this.status = status;
    this.problems = problems;
    this.body = body;
  }
}

export const get = (path, options) => call("GET", path, options);
export const post = (path, json, options) => call("POST", path, { ...options, json: json ?? {} });
export const remove = (path, options) => call("DELETE", path, options);

// `version` travels as If-Match, so that two editors cannot overwrite each other: 412 when somebody was quicker.
export const unless = (version) => ({ headers: { "If-Match": `"${version}"` } });
export const patch = (path, json, version) => call("PATCH", path, { json, ...unless(version) });

// What asks who it is, where the server wants to know again: gives true once it was shown. Set by the frame.
let askAgain = async () => false;
export const whenAskedAgain = (ask) => {
  let asking = null; // several calls at once are one question
  askAgain = () => (asking ??= ask().finally(() => { asking = null; }));
};

// `byItself`: nobody has touched the page, so that this must not keep the session from idling. `whole`: a file is meant.
export async function call(method, path, options = {}, retry = true) {
  const { json, body, headers = {}, signal, byItself = false, whole = false } = options;
  const sent = { Accept: "application/json", ...headers };
  if (byItself) sent["X-By-Itself"] = "yes";
  if (json !== undefined) sent["Content-Type"] = "application/json";
  if (method !== "GET") sent["X-CSRFToken"] = csrfToken();
  let answer;
  try {
    answer = await fetch(BASE + path, {
      method, headers: sent, signal, credentials: "same-origin",
      body: json === undefined ? body : JSON.stringify(json),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, UNREACHABLE);
  }
  if (answer.ok) return answer.status === 204 ? null : whole ? answer.blob() : answer.json();
  const problem = await readProblem(answer);
  // Signing in again in another tab makes a new CSRF secret: take the new token and try once more.
  if (retry && ((problem.isCsrf && await renewCsrfToken()) || (problem.asksAgain && await askAgain()))) {
    return call(method, path, options, false);
  }
  throw problem;
}

async function readProblem(answer) {
  let body = {};
  try {
    body = await answer.json();
  } catch {
    // Not JSON, for example a page of a proxy: the status alone has to do.
  }
  const error = new ApiError(answer.status, words(answer.status, body), body.problems ?? [], body);
  error.isCsrf = answer.status === 400 && /csrf/i.test(`${body.title} ${body.detail} ${body.code}`);
  error.asksAgain = answer.status === 403 && error.problems[0]?.code === "reauthenticate";
  return error;
}

function words(status, body) {
  if (status === 401)
    return "You are signed out. Sign in again in another tab, then come back: what you typed is still here.";
  if (status === 412) return "Somebody else changed this in the meantime.";
  if (status >= 500) return "The server could not do that. Nothing you typed is lost: try again in a moment.";
  return body.detail || body.title || `The server refused this (${status}).`;
}

export function csrfToken() {
  return document.querySelector("meta[name=csrf-token]")?.content ?? "";
}

async function renewCsrfToken() {
  try {
    const page = await (await fetch("/desk", { credentials: "same-origin" })).text();
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("meta[name=csrf-token]");
    if (!fresh || fresh.content === csrfToken()) return false;
    document.querySelector("meta[name=csrf-token]").content = fresh.content;
    return true;
  } catch {
    return false;
  }
}

// "state=ready&problem=no_identifier": leaves out what is empty.
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
