// The next record, fetched while this one is looked at: it is there when somebody goes on.
import { useEffect, useRef } from "./ui.js";
import { get } from "./api.js";

const PAUSE = 120;

// A function that gives a listed record whole, as it was fetched ahead at this version, or null.
export function useAhead(next) {
  const kept = useRef(null);
  useEffect(() => {
    if (!next) return undefined;
    const control = new AbortController();
    const timer = setTimeout(async () => {
      try {
        kept.current = await get(`/records/${next.id}`, { signal: control.signal });
      } catch {
        // Then it is fetched when it is opened, and what is wrong is said there.
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [next?.id, next?.version]);
  return (listed) => (
    kept.current && kept.current.id === listed?.id && kept.current.version >= listed.version ? kept.current : null);
}
