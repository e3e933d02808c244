// One try to reach the server, and whether what comes back is the server's word.

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
