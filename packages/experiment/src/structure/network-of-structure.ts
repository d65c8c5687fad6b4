import type { EdgeGroup } from '@knotwork/network';
import type { EdgePair } from '@knotwork/plugin';
import type { FoundStructure, Part } from '@knotwork/symbolic';
import type { LayersSaid, NetworkShape } from '../config/index.js';

/** What a layer is made of whose nodes multiply, and an edge that passes on what it gets, but for its scale. */
export const MULTIPLIES = 'multiplicative';
/** Factors begin as large as they end: near 0 or near a constant, a product of several that change their signs has no slope to follow. */
export const INITIALIZER = { kind: 'small', amplitude: 1 };
/** Coefficients begin as they were found, but for what makes two edges differ. */
export const AS_FOUND = { kind: 'small', amplitude: 1e-6, around: 1 };
export const LINE: Omit<EdgeGroup, 'only'> = { basis: { kind: 'polynomial', degree: 1 }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free' };
/** Hidden nodes for a function of several inputs of which nothing is known. */
const JOINT = 5;
/** A constant beside a product that is this share of the target's spread is none. */
const NO_CONSTANT = 1e-3;

/** A node of a level: level 0 are the inputs. */
interface Place { readonly level: number; readonly node: number }
/** What comes into a sum: any function of a node, or the node itself. */
interface Item { readonly from: Place; readonly isLine: boolean }
/** A node, the product of its sums. */
interface Node { readonly sums: readonly (readonly Item[])[] }

/**
 * The network of one output that has just the edges that a structure needs: parts that add up or come together in a function meet in a sum, factors in a node that
 * multiplies. What skips a level is passed on by lines.
 *
 * @param inputs how many there are
 * @param doMultiply whether what may add up or multiply inside of a function multiplies
 * @param scale spread of the output, by which the constant beside a product is small or not
 * @returns null where no input makes a difference
 */
export function networkOf({ root }: FoundStructure, inputs: number, doMultiply: boolean, scale: number): NetworkShape | null {
  return root === null ? null : new Building(inputs, doMultiply, scale).shape(root);
}

/** Whether there are two ways to read a structure. */
export function mayMultiply(part: Part | null): boolean {
  return part !== null && part.kind !== 'input' && ((part.kind === 'function' && part.mayMultiply) || part.of.some(mayMultiply));
}

class Building {
  /** By level, from the first hidden one; that of the output comes last. */
  private readonly levels: Node[][] = [];
  private readonly passed = new Map<string, Place>();

  constructor(private readonly inputs: number, private readonly doMultiply: boolean, private readonly scale: number) {}

  shape(root: Part): NetworkShape {
    // A product without anything beside it is a node of the last layer itself.
    const isBare = root.kind === 'product' && Math.abs(root.constant) <= NO_CONSTANT * this.scale;
    this.add(isBare ? root.of.map((factor) => this.items(factor)) : [this.items(root)]);
    const levels = this.levels.map((nodes) => inOrder(nodes));
    return {
      widths: [this.inputs, ...levels.map(({ nodes }) => nodes.length)],
      layers: Object.fromEntries(levels.map(({ nodes }, l) => [l, layerOf(nodes, l === 0 ? null : levels[l - 1]!.placeOf)])),
    };
  }

  /** What a part is, as what comes into a sum. */
  private items(part: Part): Item[] {
    switch (part.kind) {
      case 'input': return [{ from: { level: 0, node: part.input }, isLine: false }];
      case 'sum': return part.of.flatMap((of) => this.items(of));
      case 'product': return [{ from: this.add(part.of.map((of) => this.items(of))), isLine: true }];
      case 'function': {
        const of = part.of.map((inner) => this.items(inner));
        return [{ from: this.add(part.mayMultiply && this.doMultiply ? of : [of.flat()]), isLine: false }];
      }
      case 'joint': {
        const variables = part.of.map((of): Item => ({ from: this.variable(of), isLine: false }));
        return Array.from({ length: JOINT }, (): Item => ({ from: this.add([variables]), isLine: false }));
      }
    }
  }

  /** A part as a node of its own, up to a function. */
  private variable(part: Part): Place {
    const items = this.items(part);
    return items.length === 1 ? items[0]!.from : this.add([items]);
  }

  /** A node above all that comes into it, to which what lies lower is passed up. */
  private add(sums: readonly (readonly Item[])[]): Place {
    const below = Math.max(...sums.flat().map(({ from }) => from.level));
    return this.put(below + 1, { sums: sums.map((items) => items.map(({ from, isLine }) => ({ from: this.passedUp(from, below), isLine }))) });
  }

  private put(level: number, node: Node): Place {
    while (this.levels.length < level) this.levels.push([]);
    return { level, node: this.levels[level - 1]!.push(node) - 1 };
  }

  private passedUp(from: Place, level: number): Place {
    if (from.level === level) return from;
    const key = `${from.level} ${from.node}`;
    const next = this.passed.get(key) ?? this.put(from.level + 1, { sums: [[{ from, isLine: true }]] });
    this.passed.set(key, next);
    return this.passedUp(next, level);
  }
}

/** Nodes that add before nodes that multiply, as layers have them. @returns them, and the place of each as it was added */
function inOrder(nodes: readonly Node[]): { readonly nodes: readonly Node[]; readonly placeOf: readonly number[] } {
  const order = [...nodes.keys()].sort((a, b) => Number(nodes[a]!.sums.length > 1) - Number(nodes[b]!.sums.length > 1) || a - b);
  return { nodes: order.map((k) => nodes[k]!), placeOf: nodes.map((_, k) => order.indexOf(k)) };
}

/** @param placeOf places of the nodes below; null for inputs, which stay where they are */
function layerOf(nodes: readonly Node[], placeOf: readonly number[] | null): LayersSaid[string] {
  const all = nodes.flatMap(({ sums }) => sums).flatMap((items, sum) => items.map(({ from: { node }, isLine }) => ({ pair: [placeOf === null ? node : placeOf[node]!, sum] as const, isLine })));
  const pairs = (lines: boolean): EdgePair[] => all.filter(({ isLine }) => isLine === lines).map(({ pair }) => pair);
  const [curves, lines] = [pairs(false), pairs(true)];
  const arities = nodes.map(({ sums }) => sums.length).filter((arity) => arity > 1);
  return {
    ...(arities.length === 0 ? {} : { layer: { kind: MULTIPLIES, products: arities.length, arity: new Set(arities).size === 1 ? arities[0]! : arities }, initializer: INITIALIZER }),
    edges: [...(curves.length === 0 ? [] : [{ only: curves }]), ...(lines.length === 0 ? [] : [{ only: lines, ...LINE }])],
  };
}
