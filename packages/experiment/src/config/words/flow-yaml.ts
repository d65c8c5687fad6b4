/** Texts that YAML reads as such without quotes: a letter in front, and nothing that means something there. */
const PLAIN = /^(?!(?:true|false|null)$)[a-z_](?:[\w ./^*+()-]*[\w./^*+()-])?$/i;

/** A plain value as YAML on one line, as it may be typed into a file: `{ kind: adam, rate: 0.1 }`. The library for it is large, and messages need no more than this. */
export function flowYaml(value: unknown): string {
  if (typeof value === 'string') return PLAIN.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flowYaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, of]) => `${flowYaml(key)}: ${flowYaml(of)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
