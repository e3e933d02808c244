// Saving a file that the server asks about first: a refusal must not be saved as if it were the file.
import { get } from "./api.js";

// `one` is an export. The page stays; the browser saves the file.
export async function download(one) {
  const address = URL.createObjectURL(await get(`/exports/${one.id}/file`, { whole: true }));
  const link = document.createElement("a");
  link.href = address;
  link.download = one.filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
