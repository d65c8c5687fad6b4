import type { Catalog, Network, PluginUse, TermSpec } from '@knotwork/plugin';
import type { LayerStructure, Structure, TermStructure } from '@knotwork/plugin/engine';
import { twoReplacements, wrongReplacement } from './edit-errors.js';
import { gridOf, writeGrid } from '../grid/input-grid.js';
import { edgeChoice, edgeMask } from '../structure/term-edges.js';
import { parseOptions } from '../structure/parse-options.js';
import { resolve } from '../structure/resolve.js';
import { copyTerm } from './keep-edges.js';

/** What takes the place of all terms of one edge: their sum, and a constant. */
export interface EdgeReplacement {
  readonly layer: number;
  readonly from: number;
  /** Number of the sum at its end. */
  readonly to: number;
  /** None for an edge that becomes a constant. */
  readonly terms: readonly ReplacementTerm[];
  /** Goes to the bias of the sum, whether that is trained or not. */
  readonly constant: number;
}

/** One basis on the edge: `coefficients` as many as it has, `shape` its parameters of scope `edge` by name, in network units. */
export interface ReplacementTerm {
  readonly basis: PluginUse;
  readonly coefficients: readonly number[];
  readonly shape: Readonly<Record<string, number>>;
}

/** A term of the new layer: what it is made of, and where the numbers of its edges come from. */
interface Draft {
  readonly parts: Omit<TermSpec, 'edges'>;
  /** `[inputs][sums]`, 1 where an edge is on. */
  readonly isOn: Uint8Array;
  /** Term that was there before; null for a new one. */
  readonly old: TermStructure | null;
  /** By pair, input times sums plus sum. */
  readonly fresh: Map<number, ReplacementTerm>;
}

/**
 * Puts other functions on some edges: all terms leave such an edge, what was asked for comes in. Every other number, of an edge, a grid or a bias, stays what it
 * is, so that the network is the same function where a replacement is the same curve. Terms that come in have plain edges that see their input as it is, inside
 * the domain and outside; edges of the same basis share a term, also with one that was there before.
 *
 * @param replacements of different edges that are on
 * @throws KnotworkError `internal` for an edge that is off or named twice, and for numbers that are not those of the basis; whatever `resolve` throws
 */
export function replaceEdges(structure: Structure, network: Network, replacements: readonly EdgeReplacement[], catalog: Catalog): { readonly structure: Structure; readonly network: Network } {
  if (replacements.length === 0) return { structure, network };
  refuseUnknown(structure, replacements);
  const drafts = structure.layers.map((layer) => draftsOf(layer, structure.spec.layers[layer.index]!.terms, replacements.filter((r) => r.layer === layer.index), catalog));
  const layers = structure.spec.layers.map((layer, l) => ({
    ...layer,
    terms: drafts[l]!.map(({ parts, isOn }) => {
      const edges = edgeChoice(isOn, structure.layers[l]!.sums);
      return edges === undefined ? parts : { ...parts, edges };
    }),
  }));
  const to = resolve({ ...structure.spec, layers }, catalog);
  const parameters = new Float64Array(to.length);
  for (const layer of to.layers) {
    const { bias } = structure.layers[layer.index]!;
    parameters.set(network.parameters.subarray(bias.offset, bias.offset + bias.length), layer.bias.offset);
    layer.terms.forEach((term, t) => {
      const draft = drafts[layer.index]![t]!;
      if (draft.old !== null) copyTerm(draft.old, term, layer.sums, network.parameters, parameters);
      writeFresh(structure.layers[layer.index]!, network.parameters, term, draft, parameters);
    });
  }
  for (const { layer, to: sum, constant } of replacements) parameters[to.layers[layer]!.bias.offset + sum]! += constant;
  return { structure: to, network: { spec: to.spec, parameters } };
}

function refuseUnknown({ layers }: Structure, replacements: readonly EdgeReplacement[]): void {
  const seen = new Set<string>();
  for (const { layer, from, to, constant } of replacements) {
    if (!Number.isFinite(constant)) throw wrongReplacement(layer, from, to, `its constant must be a finite number, and ${constant} came`);
    const key = `${layer},${from},${to}`;
    if (seen.has(key)) throw twoReplacements(layer, from, to);
    seen.add(key);
    const { inputs = 0, sums = 0, terms = [] } = layers[layer] ?? {};
    const isOn = from >= 0 && from < inputs && to >= 0 && to < sums && terms.some(({ edges }) => edges.edgeAt[from * sums + to]! >= 0);
    if (!isOn) throw wrongReplacement(layer, from, to, 'that edge is not on');
  }
}

/** The terms of a layer after its replacements; those that no edge is left of go, but for one where there is no other. */
function draftsOf({ inputs, sums, terms }: LayerStructure, specs: readonly TermSpec[], replacements: readonly EdgeReplacement[], catalog: Catalog): Draft[] {
  const drafts = terms.map((old, t): Draft => {
    const { edges: _, ...parts } = specs[t]!;
    return { parts, isOn: edgeMask(old.edges), old, fresh: new Map() };
  });
  if (replacements.length === 0) return drafts;
  for (const { from, to } of replacements) for (const { isOn } of drafts) isOn[from * sums + to] = 0;
  for (const { from, to, terms: coming } of replacements) {
    const pair = from * sums + to;
    for (const term of coming) {
      // Options in full, so that the same function is known again however it is named.
      const basis = { kind: term.basis.kind, ...parseOptions(catalog.get('basis', term.basis.kind), term.basis) };
      const parts: Draft['parts'] = { basis, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free' };
      const same = JSON.stringify(parts);
      let draft = drafts.find((other) => other.isOn[pair] === 0 && JSON.stringify(other.parts) === same);
      if (draft === undefined) drafts.push(draft = { parts, isOn: new Uint8Array(inputs * sums), old: null, fresh: new Map() });
      draft.isOn[pair] = 1;
      draft.fresh.set(pair, term);
    }
  }
  const live = drafts.filter(({ isOn }) => isOn.includes(1));
  return live.length > 0 ? live : drafts.slice(0, 1);
}

/** Numbers of the edges of a term that came in, and grids of their inputs: those that the inputs had. */
function writeFresh(before: LayerStructure, numbers: Float64Array, term: TermStructure, { old, fresh }: Draft, parameters: Float64Array): void {
  const { size, edges, segments: { coefficients, shape } } = term;
  for (const input of edges.inputs) {
    if (old !== null && old.edges.inputAt[input]! >= 0) continue;
    const known = before.terms.find((other) => other.fixedDomain === null && other.edges.inputAt[input]! >= 0);
    writeGrid(term, parameters, input, { domain: known === undefined ? [-1, 1] : gridOf(known, numbers, input).domain, knots: null });
  }
  for (const [pair, { coefficients: given, shape: places }] of fresh) {
    const [from, to] = [Math.floor(pair / before.sums), pair % before.sums];
    const e = edges.edgeAt[pair]!;
    const wrong = (reason: string): Error => wrongReplacement(before.index, from, to, reason);
    if (given.length !== size) throw wrong(`the basis "${term.basisName}" has ${size} coefficients, and ${given.length} came`);
    const odd = given.find((c) => !Number.isFinite(c));
    if (odd !== undefined) throw wrong(`its coefficients must be finite numbers, and ${odd} came`);
    parameters.set(given, coefficients.offset + e * size);
    for (const [name, { scope }] of Object.entries(term.shape)) {
      const value = places[name];
      if (scope !== 'edge' || value === undefined) throw wrong(`the shape parameter "${name}" of the basis "${term.basisName}" ${scope === 'edge' ? 'is missing' : 'is not that of one edge'}`);
      if (!Number.isFinite(value)) throw wrong(`the shape parameter "${name}" must be a finite number, and ${value} came`);
      parameters[shape[name]!.offset + e] = value;
    }
  }
}
