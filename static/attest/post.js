// One try to reach the server, and whether what comes back is the server's word.

import { drop, read } from "./kept.js";

const PATIENCE = 20_000;  // milliseconds

// The answer and its text; no answer where the network has none.
export async function post(action, fields, accept) {
  const limit = new AbortController();
  const out = setTimeout(() => limit.abort(), PATIENCE);
  try {
    const body = new URLSearchParams(fields);
    const answer = await fetch(action, { method: "POST", body, headers: { Accept: accept }, signal: limit.signal });
    return { answer, text: await answer.text() };
  } catch {
    return { text: "" };
  } finally {
    clearTimeout(out);
  }
}

// The reference and the receipt's path, where this is our answer that says stored. The login page of some Wi-Fi answers
// with a 200 too. `receipts` is what the address of every receipt begins with.
export function receipt(answer, text, receipts) {
  if (answer?.status !== 200 && answer?.status !== 201) return null;
  try {
    const { reference, receipt_url: url } = JSON.parse(text);
    return reference && url.startsWith(receipts) ? { reference, path: `/r/${url.slice(receipts.length)}` } : null;
  } catch { return null; }
}

// Deliver what another page left waiting; null where that cannot be done, and then it goes on waiting.
export async function deliverQuietly({ key, action, fields }, receipts) {
  const { answer, text } = await post(action, fields, "application/json");
  const kept = receipt(answer, text, receipts);
  const draft = `attest:draft:${action}`;
  if (kept) drop(key);
  if (kept && read(draft)?.id === fields.submission_id) drop(draft);
  return kept;
}
