import { countOperations, type Expr, formula, type Formula, substitute } from '@knotwork/algebra';
import { type BasisDefinition, callPlugin, type Catalog } from '@knotwork/plugin';
import type { LayerStructure, Structure, TermStructure } from '@knotwork/plugin/engine';
import { isDead } from './count-parameters.js';
import { brokenBasis } from './errors.js';
import { featureInputs, featureTables } from './structure/feature-inputs.js';

/**
 * Floating-point operations of one row through a network, in three accounts. They differ in how often features are computed, and in how many of them; what is computed of them is the same.
 */
export interface OperationAccounts {
  /** All features of a basis anew for every edge, as Yu, Yu and Wang count, and as the first codes computed. */
  readonly edgewise: number;
  /** All features once per input, shared by the edges that leave it. */
  readonly dense: number;
  /** The features that are not zero, once per input: what a code does that knows local support, as the engines here. */
  readonly local: number;
}

/** What an exponential, a sine and their like count as: a sigmoid is 4 in the table of Yu, Yu and Wang, silu then 5. All other operations are 1. */
const TRANSCENDENTAL = 4;

/**
 * Counts the operations of one row, inside the domains. Of a term with E edges that are on from n inputs, with s features of which w are live, F operations for all of them and f for those live, b of the
 * base function:
 *
 *     edgewise  E F + n b + E (2 s + [base] 2 + [basis weight] 1)
 *     dense     n F + n b + E (2 s + [base] 2)
 *     local     n f + n b + E (2 w + [base] 2)
 *
 * Basis weights are multiplied into coefficients beforehand in the last two. Where shape parameters make features differ edge by edge, n F and n f are E F and E f; one feature that all edges of an
 * input share is an activation, and n F in `edgewise`, too. Formulas of nodes come on top in all three, a bias is what a sum starts from, maps of the data's columns are left out.
 *
 * @param structure resolved; f and b are counted from its formulas
 * @param catalog of the structure: bases are asked for F
 * @returns numbers of at least 0, dimensionless
 * @throws KnotworkError `plugin` for a basis whose `denseOperations` fails, or is no count
 *
 * Cost: traces every formula once.
 *
 * @source R. Yu, W. Yu and X. Wang, "KAN or MLP: A Fairer Comparison", 2024, arXiv:2407.16674, section 3: their count of a KAN layer is `edgewise` with b-spline and residual edges. `dense` and `local` are ours.
 */
export function networkOperations(structure: Structure, catalog: Catalog): OperationAccounts {
  const sum = { edgewise: 0, dense: 0, local: 0 };
  for (const layer of structure.layers) {
    const nodes = operationsOfNodes(layer, structure.layers[layer.index + 1]);
    for (const account of ['edgewise', 'dense', 'local'] as const) sum[account] += nodes;
    for (const term of layer.terms) addTerm(sum, term, catalog);
  }
  return sum;
}

function addTerm(sum: { edgewise: number; dense: number; local: number }, term: TermStructure, catalog: Catalog): void {
  const { edges: { count: edges, inputs: { length: inputs } }, size, window, hasBasisWeight } = term;
  const live = operationsOf(throughMap(term), term);
  const all = denseOperations(term, live, catalog);
  const base = term.base === null ? 0 : inputs * operationsOf([term.base], term);
  const shared = hasOwnFeatures(term) ? edges : inputs;
  const joined = term.base === null ? 0 : 2;
  const isActivation = size === 1 && term.base === null && !hasOwnFeatures(term);
  sum.edgewise += (isActivation ? inputs : edges) * all + base + edges * (2 * size + joined + (hasBasisWeight ? 1 : 0));
  sum.dense += shared * all + base + edges * (2 * size + joined);
  sum.local += shared * live + base + edges * (2 * window + joined);
}

/** Whether features of an input differ from edge to edge. */
const hasOwnFeatures = ({ shape }: TermStructure): boolean => Object.values(shape).some(({ scope }) => scope === 'edge');

/** All features, zero or not: as the basis says, or as its formula shows. */
function denseOperations({ basisName, basisOptions, size, window, map }: TermStructure, live: number, catalog: Catalog): number {
  const basis: BasisDefinition = catalog.get('basis', basisName);
  const said = callPlugin(basis, 'denseOperations', () => basis.denseOperations?.(basisOptions));
  if (said === undefined) return live * size / window;
  if (!(said >= 0 && Number.isFinite(said))) throw brokenBasis(basisName, `its "denseOperations" must be a number of at least 0; got ${String(said)}`);
  return said + (map === null ? 0 : weightOf(formula(['x'], { y: map })));
}

/** The live features and the first one's number, of what the map makes of an input. */
function throughMap({ features: { start, values }, map }: TermStructure): readonly Expr[] {
  const all = start === null ? values : [start, ...values];
  return map === null ? all : substitute(all, { x: map });
}

/** Parts that several formulas have in common count once. */
function operationsOf(formulas: readonly Expr[], term: TermStructure): number {
  return weightOf(formula(featureInputs(Object.keys(term.shape)), Object.fromEntries(formulas.map((e, k) => [`v${k}`, e])), featureTables(term)));
}

/** Node formulas of the nodes that are there. */
function operationsOfNodes(layer: LayerStructure, next: LayerStructure | undefined): number {
  return layer.nodes.reduce((sum, { first, count, formula: node }) => {
    if (node === null) return sum;
    const alive = Array.from({ length: count }, (_, n) => first + n).filter((n) => !isDead(layer, next, n)).length;
    return sum + alive * weightOf(node);
  }, 0);
}

function weightOf(f: Formula): number {
  const { simple, multiply, divide, transcendental, lookup } = countOperations(f);
  return simple + multiply + divide + lookup + TRANSCENDENTAL * transcendental;
}
