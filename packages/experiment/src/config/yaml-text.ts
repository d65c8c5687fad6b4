import { type Document, isAlias, isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export type Path = readonly (string | number)[];

/** A YAML text as plain values, with the lines they stand on. */
export interface YamlText {
  /** Blocks, lists, texts, finite numbers, booleans and null; nothing is shared and nothing is circular. */
  readonly value: unknown;
  /** One-based line of a path, or of the nearest block around it that was written; undefined where nothing of it was. */
  lineOf(path: Path): number | undefined;
}

// Deep enough for every experiment, shallow enough for every stack.
const DEPTH = 64;

/**
 * Reads YAML 1.2, of which JSON is a part.
 *
 * @param refuse makes the error from a reason (no full stop) and its one-based line
 */
export function readYaml(text: string, refuse: (reason: string, line: number | undefined) => Error): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines, version: '1.2',
    // As text: 0 and "0" are one key of a block.
    uniqueKeys: (a, b) => keyText(a) === keyText(b),
  });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw refuse(reasonOf(problem, text), problem.linePos?.[0].line);
  if (document.directives?.yaml.version !== '1.2') throw refuse('only YAML 1.2 is read', 1);
  const lineOf = (path: Path): number | undefined => {
    const node = deepest(document, path);
    return node?.range ? lines.linePos(node.range[0]).line : undefined;
  };
  return { value: plain(valuesOf(document, refuse), [], (reason, path) => refuse(reason, lineOf(path))), lineOf };
}

function reasonOf({ code, message, pos }: { code: string; message: string; pos: [number, number] }, text: string): string {
  if (code === 'DUPLICATE_KEY') return `the key ${/^("[^"]*"|'[^']*'|[^\s:,}]*)/.exec(text.slice(pos[0]))![0].replace(/^["']?(.*?)["']?$/, '"$1"')} is given twice`;
  if (code === 'MULTIPLE_DOCS') return 'a second document begins; only one is read';
  if (code === 'RESOURCE_EXHAUSTION') return 'blocks are nested too deeply';
  return message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
}

function valuesOf(document: Document.Parsed, refuse: (reason: string, line: number | undefined) => Error): unknown {
  try { return document.toJS(); } catch (error) {
    // Aliases alone can fail here: an unknown name, or so many that they exhaust the memory.
    throw refuse((error as Error).message.replace(/\.$/, ''), undefined);
  }
}

/** A copy of plain values; refuses what cannot be written as JSON. */
function plain(value: unknown, path: Path, refuse: (reason: string, path: Path) => Error): unknown {
  if (path.length > DEPTH) throw refuse('blocks are nested too deeply', path);
  if (typeof value === 'number' && !Number.isFinite(value)) throw refuse(`${path.length === 0 ? 'a number' : path.join('.')} must be finite; got ${Number.isNaN(value) ? '.nan' : value < 0 ? '-.inf' : '.inf'}`, path);
  if (Array.isArray(value)) return value.map((v, i) => plain(v, [...path, i], refuse));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) throw refuse('only blocks, lists, texts, numbers, true, false and null are read', path);
  // An own key of that name gets lost on the way through schemas.
  if (Object.hasOwn(value, '__proto__')) throw refuse('the key "__proto__" is not allowed', [...path, '__proto__']);
  // { kind:function } is a block with the key "kind:function" and nothing behind it.
  const glued = Object.keys(value).find((k) => /^[\w-]+:\S/.test(k) && (value as Record<string, unknown>)[k] === null);
  if (glued !== undefined) throw refuse(`a colon needs a space behind it: write ${glued.replace(':', ': ')}`, [...path, glued]);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v, [...path, k], refuse)]));
}

/** Node at a path, or the nearest one around it. Of a key its own place: a block begins on the line below its key. */
function deepest(document: Document.Parsed, path: Path): Node | undefined {
  let found: Node | undefined;
  let node: unknown = document.contents;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((p) => keyText(p.key) === String(step));
      if (pair === undefined) return found;
      if (isNode(pair.key)) found = pair.key;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (!isNode(item)) return found;
      found = item;
      node = item;
    } else return found;
  }
  return found;
}

function keyText(key: unknown): string {
  return isNode(key) ? String(key.toJSON()) : String(key);
}
