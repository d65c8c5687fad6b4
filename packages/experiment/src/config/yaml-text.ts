import { type Document, isAlias, isCollection, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError, type YAMLMap } from 'yaml';
import { DEPTH, MOST_VALUES, NO_PROTO, type Path, type Refuse, requireShort, TOO_DEEP, TOO_MANY } from './written.js';

/** A YAML text as plain values, with the lines they stand on. */
export interface YamlText {
  /** Blocks, lists, texts, finite numbers, booleans and null; nothing is shared and nothing is circular. */
  readonly value: unknown;
  /** One-based line of a path, or of the nearest block around it that was written; undefined where nothing of it was. */
  lineOf(path: Path): number | undefined;
}

/**
 * Reads YAML 1.2, of which JSON is a part. What it takes grows with the length of the text, and that has a bound.
 *
 * @param refuse makes the error from a reason (no full stop) and its one-based line
 */
export function readYaml(text: string, refuse: Refuse): YamlText {
  requireShort(text, refuse);
  const lines = new LineCounter();
  const document = parsed(text, lines, refuse);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw refuse(reasonOf(problem, text), problem.linePos?.[0].line);
  if (document.directives?.yaml.version !== '1.2') throw refuse('only YAML 1.2 is read', 1);
  const lineAt = (node: Node | undefined): number | undefined => (node?.range ? lines.linePos(node.range[0]).line : undefined);
  const values = new Values((reason, node) => refuse(reason, lineAt(node)));
  return { value: values.of(document.contents, []), lineOf: (path) => lineAt(deepest(document, values.anchors, path)) };
}

function parsed(text: string, lines: LineCounter, refuse: Refuse): Document.Parsed {
  try {
    // Comparing every key with every other would take the square of their number; they are compared when values are made of them.
    return parseDocument(text, { lineCounter: lines, version: '1.2', uniqueKeys: false });
  } catch (error) {
    // The parser goes down block by block.
    if (error instanceof RangeError) throw refuse(TOO_DEEP, undefined);
    throw error;
  }
}

/** What the colon of a choice, `a < b ? c : d`, is taken for. */
const OF_CHOICES = ['BLOCK_AS_IMPLICIT_KEY', 'BLOCK_IN_FLOW'];

function reasonOf({ code, message, linePos }: YAMLError, text: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins; only one is read';
  if (code === 'RESOURCE_EXHAUSTION') return TOO_DEEP;
  const line = text.split('\n')[(linePos?.[0].line ?? 1) - 1] ?? '';
  if (OF_CHOICES.includes(code) && /\?.*:\s/.test(line)) return 'a text with a colon and a space in it, such as "x < 1 ? 2 : 3", must stand in quotation marks';
  return message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
}

/** Makes plain values of nodes, in the order of the text; refuses what cannot be written as JSON. */
class Values {
  /** What names stand for, where the end of the text is reached. */
  readonly anchors = new Map<string, Node>();
  private count = 0;

  constructor(private readonly refuse: (reason: string, node: Node | undefined) => Error) {}

  of(node: unknown, path: Path, around?: Node): unknown {
    const at = isNode(node) ? node : around;
    if (path.length > DEPTH) throw this.refuse(TOO_DEEP, at);
    if (++this.count > MOST_VALUES) throw this.refuse(`${TOO_MANY}, with those that aliases repeat`, at);
    if (isAlias(node)) {
      const meant = this.anchors.get(node.source);
      if (meant === undefined) throw this.refuse(`the alias *${node.source} stands for nothing: no &${node.source} is above it`, node);
      return this.of(meant, path, node);
    }
    if (isNode(node) && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isMap(node)) return this.block(node, path);
    if (isSeq(node)) return node.items.map((item, i) => this.of(item, [...path, i], node));
    const value: unknown = isScalar(node) ? node.value : null;
    if (typeof value === 'number' && !Number.isFinite(value)) throw this.refuse(`${path.length === 0 ? 'a number' : path.join('.')} must be finite; got ${Number.isNaN(value) ? '.nan' : value < 0 ? '-.inf' : '.inf'}`, at);
    if (typeof value === 'object' && value !== null || typeof value === 'bigint') throw this.refuse('only blocks, lists, texts, numbers, true, false and null are read', at);
    return value;
  }

  private block(map: YAMLMap, path: Path): Record<string, unknown> {
    const block: Record<string, unknown> = {};
    for (const { key, value } of map.items) {
      const at = isNode(key) ? key : map;
      if (isNode(key) && (isAlias(key) || isCollection(key))) throw this.refuse('a key must be a text', at);
      if (isNode(key) && key.anchor !== undefined) this.anchors.set(key.anchor, key);
      // As text: 0 and "0" are one key of a block.
      const name = keyText(key);
      if (name === '__proto__') throw this.refuse(NO_PROTO, at);
      if (Object.hasOwn(block, name)) throw this.refuse(`the key "${name}" is given twice`, at);
      block[name] = this.of(value, [...path, name], at);
      // { kind:function } is a block with the key "kind:function" and nothing behind it.
      if (block[name] === null && /^[\w-]+:\S/.test(name)) throw this.refuse(`a colon needs a space behind it: write ${name.replace(':', ': ')}`, at);
    }
    return block;
  }
}

/** Node at a path, or the nearest one around it. Of a key its own place: a block begins on the line below its key. */
function deepest(document: Document.Parsed, anchors: ReadonlyMap<string, Node>, path: Path): Node | undefined {
  let found: Node | undefined;
  let node: unknown = document.contents;
  for (const step of path) {
    if (isAlias(node)) node = anchors.get(node.source);
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
