// @ts-check

/** Return the storage of this tab; one that keeps nothing where the browser forbids it. */
export function tabStorage() {
  try {
    return window.sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  }
}
