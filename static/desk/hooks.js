// Loading and polling. Nothing is left running when a screen goes away or the tab is hidden.
import { useCallback, useEffect, useRef, useState } from "./ui.js";
import { get } from "./api.js";

// {data, error, loading, reload, set}. The old data stays visible while the new is on its way; `known` is what is there
// to begin with.
export function useLoad(path, known = null) {
  const [state, setState] = useState({ data: known, error: null, loading: Boolean(path), path });
  const latest = useRef(null);
  const reload = useCallback(async ({ byItself = false } = {}) => {
    latest.current?.abort();
    if (!path) return;
    const control = new AbortController();
    latest.current = control;
    setState((old) => ({ ...old, loading: true, data: old.path === path ? old.data : null, path }));
    try {
      const data = await get(path, { signal: control.signal, byItself });
      if (!control.signal.aborted) setState({ data, error: null, loading: false, path });
    } catch (error) {
      if (!control.signal.aborted) setState((old) => ({ ...old, error, loading: false }));
    }
  }, [path]);
  useEffect(() => {
    reload();
    return () => latest.current?.abort();
  }, [reload]);
  const set = useCallback((data) => setState((old) => ({ ...old, data, error: null })), []);
  return { ...state, reload, set };
}

// Whether somebody has touched the page since it last asked by itself: only that keeps a session from idling.
let touched = false;
for (const kind of ["pointerdown", "pointermove", "keydown", "wheel"])
  addEventListener(kind, () => { touched = true; }, { passive: true });

// Calls `work` every `milliseconds` with {byItself}, never twice at once, and not while the tab is hidden.
export function usePoll(work, milliseconds, active = true) {
  const current = useRef(work);
  current.current = work;
  useEffect(() => {
    if (!active) return undefined;
    let timer = 0;
    let stopped = false;
    const plan = () => {
      clearTimeout(timer);
      if (!stopped && !document.hidden) timer = setTimeout(run, milliseconds);
    };
    const run = async () => {
      const byItself = !touched;
      touched = false;
      await current.current({ byItself });
      plan();
    };
    const woken = () => (document.hidden ? clearTimeout(timer) : run());
    document.addEventListener("visibilitychange", woken);
    plan();
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", woken);
    };
  }, [milliseconds, active]);
}

// A function that calls `work` once it has not been called itself for `milliseconds`.
export function useLater(work, milliseconds) {
  const current = useRef(work);
  current.current = work;
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback((...given) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => current.current(...given), milliseconds);
  }, [milliseconds]);
}

// The value, once it has stood still for `milliseconds`.
export function useSettled(value, milliseconds) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
