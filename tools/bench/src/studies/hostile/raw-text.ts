/** A token of YAML that is no value of JSON, such as `.nan`, or a text that is to stand there as it is. */
export class Raw { constructor(readonly text: string) {} }

/** A tree as JSON on several lines, which is YAML, with raw tokens in it as they are. */
export function rawText(tree: unknown, indent = ''): string {
  const inner = `${indent} `;
  if (tree instanceof Raw) return tree.text;
  if (Array.isArray(tree)) return tree.length > 40 ? `[${tree.map((v) => rawText(v)).join(', ')}]` : `[\n${tree.map((v) => inner + rawText(v, inner)).join(',\n')}\n${indent}]`;
  if (typeof tree === 'object' && tree !== null) return `{\n${entries(tree).map(([k, v]) => `${inner}${JSON.stringify(k)}: ${rawText(v, inner)}`).join(',\n')}\n${indent}}`;
  return Object.is(tree, -0) ? '-0' : JSON.stringify(tree) ?? 'null';
}

/** Entries of a block; a list of pairs may have a key twice. */
function entries(block: object): [string, unknown][] { return block instanceof Pairs ? block.pairs.map(([k, v]) => [k, v]) : Object.entries(block); }

/** A block that may have a key twice. */
export class Pairs { constructor(readonly pairs: readonly (readonly [string, unknown])[]) {} }
