// The one place that names the vendored file, so that a new version is one line.
export { html, render, createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState }
  from "../vendor/htm-preact-3.1.1.js";
