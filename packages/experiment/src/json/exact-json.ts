import { fromBase64, toBase64 } from './base64.js';

/**
 * JSON that loses nothing of plain values: numbers come back bit for bit, those that are not finite and -0 included, and a
 * Float64Array comes back as one. Other typed arrays come back as lists, and what JSON leaves out stays out.
 *
 * @see parseExactJson
 */
export function exactJson(value: unknown): string {
  return JSON.stringify(encoded(value));
}

/** Reads what `exactJson` wrote. @throws SyntaxError when the text is damaged */
export function parseExactJson(text: string): unknown {
  return decoded(JSON.parse(text));
}

// Values that JSON does not know stand under a key with this mark; it is doubled where a key of ours begins with it.
const MARK = '~';
const [NUMBER, FLOATS] = [`${MARK}number`, `${MARK}float64`];

function encoded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : { [NUMBER]: Object.is(value, -0) ? '-0' : String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Float64Array) return { [FLOATS]: textOf(value) };
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, encoded);
  if (Array.isArray(value)) return value.map(encoded);
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key.startsWith(MARK) ? MARK + key : key, encoded(v)]));
}

/** @param value as JSON has it */
function decoded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decoded);
  const { [NUMBER]: number, [FLOATS]: floats } = value as Record<string, unknown>;
  if (typeof number === 'string') return Number(number);
  if (typeof floats === 'string') return floatsIn(floats);
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key.startsWith(MARK) ? key.slice(MARK.length) : key, decoded(v)]));
}

/** Little-endian on every machine. */
function textOf(values: Float64Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((v, i) => { bytes.setFloat64(8 * i, v, true); });
  return toBase64(new Uint8Array(bytes.buffer));
}

function floatsIn(text: string): Float64Array {
  const bytes = fromBase64(text);
  if (bytes.length % 8 !== 0) throw new SyntaxError('A list of numbers is cut off');
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}
