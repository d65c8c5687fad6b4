/** Makes a value when it is first asked for, and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Makes something once per object and key, and keeps it as long as the object. */
export function oncePer<K extends object, T>(): (of: K, key: string, make: () => T) => T {
  const made = new WeakMap<K, Map<string, T>>();
  return (of, key, make) => {
    const own = made.get(of) ?? new Map<string, T>();
    made.set(of, own);
    const known = own.get(key) ?? make();
    own.set(key, known);
    return known;
  };
}
