/**
 * JSON with keys sorted by code unit at every level and no white space: equal values give equal text, so that it can be hashed.
 * Numbers that are not finite become null, typed arrays become lists.
 */
export function canonicalJson(value: unknown): string {
  return sorted(JSON.parse(lineJson(value)));
}

/** @param value as JSON has it */
function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${sorted(v)}`).join(',')}}`;
}

/**
 * JSON to be read by people: keys in the order given, lists of plain values on one line where they fit, a line feed at the end.
 * Numbers that are not finite become null, typed arrays become lists.
 */
export function stableJson(value: unknown): string {
  return `${print(JSON.parse(lineJson(value)), '')}\n`;
}

/** JSON in one line, keys in the order given. Numbers that are not finite become null, typed arrays become lists. */
export function lineJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => listed(v));
}

const WIDTH = 120;

/** @param value as JSON has it */
function print(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((v) => JSON.stringify(v)).join(', ')}]`;
    const isPlain = value.every((v) => typeof v !== 'object' || v === null);
    if (isPlain && indent.length + line.length <= WIDTH) return line;
    return `[\n${value.map((v) => inner + print(v, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, v]) => `${inner}${JSON.stringify(key)}: ${print(v, inner)}`).join(',\n')}\n${indent}}`;
}

/** JSON.stringify would write a typed array as an object of indices. */
function listed(value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as unknown as ArrayLike<number>) : value;
}
