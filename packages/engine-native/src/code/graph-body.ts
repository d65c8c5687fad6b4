import { topologicalOrder } from '@knotwork/algebra';
import { type Code, type FunctionBuilder, type Lanes, type Variable } from './emitter.js';
import type { Node } from './graph.js';
import { instruction } from './instructions.js';
import { KnotReader } from './knot-reader.js';
import { isNear, type KnotLayout } from './parameter-block.js';

/** Where the code finds an input. */
export interface BodyInput {
  readonly code: Code;
  /** The same for all samples of the loop. */
  readonly uniform: boolean;
}

/** The parameter block with the input's own knots. */
export interface KnotPlace { readonly address: Code; readonly layout: KnotLayout }

/** Code longer than this goes to a local: nesting it on would copy it again and again. */
const LONG = 300;

/**
 * Code of lowered nodes in a loop over samples.
 *
 * {@link begin} goes before the loop and computes what depends on uniform inputs only; {@link iterate} opens the body and computes
 * what is used more than once; {@link value} is the rest, to be used in the same iteration.
 *
 * A node's value does not depend on what else is computed with it: a (1 / b) stays a product, although a quotient would do where
 * nothing else wants 1 / b.
 */
export class GraphBody {
  private readonly order: readonly Node[];
  private readonly uses = new Map<Node, number>();
  private readonly uniform = new Set<Node>();
  private readonly codes = new Map<Node, Code>();
  private readonly reader: KnotReader | null;

  /** @param roots lowered nodes, @param inputs code of every input by name */
  constructor(
    private readonly f: FunctionBuilder, private readonly v: Lanes, private readonly roots: readonly Node[], private readonly inputs: ReadonlyMap<string, BodyInput>,
    knots: KnotPlace | null,
  ) {
    this.order = topologicalOrder(roots);
    for (const node of [...this.order.flatMap((n) => n.args), ...roots]) this.uses.set(node, (this.uses.get(node) ?? 0) + 1);
    for (const node of this.order) {
      if (node.op === 'input' ? inputs.get(node.name)!.uniform : node.args.every((a) => this.uniform.has(a))) this.uniform.add(node);
    }
    this.reader = knots === null ? null : new KnotReader(f, v, knots.address, knots.layout);
  }

  begin(): void {
    this.reader?.begin(this.order.some((node) => node.op === 'knotAt' && !isDirect(node)));
    const needed = new Set([...this.order.filter((n) => !this.uniform.has(n)).flatMap((n) => n.args), ...this.roots]);
    for (const node of this.order) if (this.uniform.has(node)) this.emit(node, needed.has(node));
  }

  iterate(): void {
    for (const node of this.order) if (!this.uniform.has(node)) this.emit(node, false);
  }

  value(root: Node): Code { return this.codes.get(root)!; }

  private emit(node: Node, keep: boolean): void {
    if (isDirect(node)) return; // read together with its location
    let code = this.build(node);
    const plain = node.args.length === 0;
    if (!plain && (keep || this.uses.get(node)! > 1 || code.length > LONG)) code = this.local(code).get;
    this.codes.set(node, code);
  }

  private local(code: Code): Variable {
    const variable = this.f.local('v128');
    this.f.set(variable, code);
    return variable;
  }

  private build(node: Node): Code {
    const row = instruction(node.op);
    if (row === undefined) throw new RangeError(`A vector has no instruction for "${node.op}": lower it first.`);
    const [a, b, c] = node.args.map((x) => this.codes.get(x)) as [Code, Code, Code];
    return row.code({
      node, a, b, c, v: this.v, input: (name) => this.inputs.get(name)!.code,
      locate: (location, position) => this.locate(location, position), knotAt: (index) => this.knots().at(this.local(index)),
    });
  }

  private knots(): KnotReader {
    if (this.reader === null) throw new RangeError('A formula that reads knots needs knots of its own: this kernel has none.');
    return this.reader;
  }

  /** Searches, and reads every knot near what it finds. */
  private locate(node: Node, position: Code): Code {
    const reader = this.knots();
    const location = reader.locate(this.local(position));
    const knots = this.order.filter((user) => isDirect(user) && user.args[1] === node);
    const found = reader.near(location, [...new Set(knots.map((k) => k.value))]);
    for (const knot of knots) this.codes.set(knot, found.get(knot.value)!.get);
    return reader.number(location);
  }
}

/** Whether a knot is read from the extended table. */
function isDirect({ op, args, value }: Node): boolean {
  return op === 'knotAt' && args[1]!.op === 'locate' && isNear(value);
}
