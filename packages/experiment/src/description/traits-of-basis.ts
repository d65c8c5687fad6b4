import { countOperations, type Expr, formula } from '@knotwork/algebra';
import { differenceOrder, featureInputs, featureTables } from '@knotwork/network';
import type { BasisDefinition, Catalog, ShapeParameter, Trait } from '@knotwork/plugin';
import type { TermStructure } from '@knotwork/plugin/engine';
import { structureOfBasis } from './structure-of-basis.js';

const FOLLOWS: Readonly<Record<BasisDefinition['capabilities']['onDomainMove'], string>> = {
  refit: 'refitted', transport: 'carried over exactly', none: 'domain is fixed',
};

/** What a basis can do, with given options: as it claims, and as its formula shows. */
export function traitsOfBasis(basis: BasisDefinition, options: Readonly<Record<string, unknown>>, installed: Catalog): readonly Trait[] {
  const term = structureOfBasis(basis, options, installed).layers[0]!.terms[0]!;
  const { order, smoothness, spansConstants, refine } = term.claims;
  const differences = differenceOrder(term);
  return [
    { title: 'support', value: term.form === 'window' ? `local: ${term.window} of ${term.size} live` : `global: all ${term.size} live` },
    { title: 'coefficients per edge', value: String(term.size) },
    { title: 'resolution', value: refine?.option ?? 'fixed' },
    { title: 'error falls like', value: order === null ? 'not claimed' : `h^${order}` },
    { title: 'derivatives', value: smoothness === Infinity ? 'of any order' : `up to order ${smoothness}` },
    { title: 'constants', value: spansConstants ? 'in the span' : 'by the bias' },
    { title: 'when the domain moves', value: FOLLOWS[term.onDomainMove] },
    { title: 'knots of its own', value: term.mayOwnKnots ? 'yes' : 'no' },
    { title: 'smoothing', value: differences === null ? 'refused' : `differences of order ${differences}` },
    { title: 'shape parameters', value: shapeText(term.shape) },
    { title: 'operations per value of x', value: operationsText(term) },
  ];
}

/** How many there are of each sort: a wavelet has two for each of its functions. */
function shapeText(shape: Readonly<Record<string, ShapeParameter>>): string {
  const sorts = Object.values(shape).map(({ scope, trainable }) => `per ${scope}, ${trainable ? 'trained' : 'fixed'}`);
  const counted = [...new Set(sorts)].map((sort) => `${sorts.filter((other) => other === sort).length} ${sort}`);
  return counted.length === 0 ? 'none' : counted.join('; ');
}

function operationsText(term: TermStructure): string {
  const { start, values } = term.features;
  const outputs: readonly Expr[] = start === null ? values : [start, ...values];
  const { simple, multiply, divide, transcendental, lookup } = countOperations(formula(featureInputs(Object.keys(term.shape)), Object.fromEntries(outputs.map((value, j) => [`v${j}`, value])), featureTables(term)));
  return `${simple + multiply + divide + lookup} arithmetic, ${transcendental} transcendental`;
}
