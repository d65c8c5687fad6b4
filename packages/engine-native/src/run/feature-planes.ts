import { constant, type Expr, input } from '@knotwork/algebra';
import { type ChainTerm, channelName, type Channels, termFormula } from '@knotwork/network';
import type { TermStructure } from '@knotwork/plugin/engine';
import { formulaKey } from '../code/formula-key.js';
import type { FeatureSpec } from '../emit/feature-kernel.js';
import { oncePer } from '../memory/once.js';

/** What a feature kernel writes for a group of edges, and where: numbers of planes, the first of as many as there are rows. Rows are live features, the base function first. */
export interface FeaturePlanes {
  /** What goes forwards: all channels. */
  readonly forward: FeatureSpec;
  /** And behind it what goes back: derivatives. */
  readonly whole: FeatureSpec;
  /** Channels of the features: the first are their values. */
  readonly channels: readonly number[];
  /** Derivatives of the features in their own variable, by order from 1 on; the entry for order 0 is that of the values. */
  readonly orders: readonly number[];
  /** Derivatives of every channel in trained shape parameters: `shapes[shape][channel]`; of the base function they are 0. */
  readonly shapes: readonly (readonly number[])[];
}

/** Name of the variable of features, whose channels are inputs too. */
const X = 'x';

/** Made once per term, channels and shape parameters, as its formula is. */
const made = oncePer<TermStructure, FeaturePlanes>();
const keys = new WeakMap<FeatureSpec, string>();

/**
 * The formulas of a term's features in planes: its functions and their derivatives, put together by the chain rule.
 *
 * @param channels that go through, @param shapes names of trained shape parameters
 */
export function featurePlanes(term: TermStructure, channels: Channels, shapes: readonly string[]): FeaturePlanes {
  // All else of channels follows from their list.
  return made(term, JSON.stringify([channels.list, shapes]), () => makePlanes(term, channels, shapes));
}

/** What decides the kernel of features, besides their precision and the layout of their parameters. */
export function featuresKey(spec: FeatureSpec): string {
  const { start, lastStart, planes, parameters, channels = [] } = spec;
  const known = keys.get(spec) ?? `${start === null ? 'global' : lastStart} ${formulaKey(['x', ...channels, ...parameters], start === null ? planes : [...planes, start])}`;
  keys.set(spec, known);
  return known;
}

function makePlanes(term: TermStructure, channels: Channels, shapes: readonly string[]): FeaturePlanes {
  const f = termFormula(term, channels.order + 1, shapes);
  const root = (output: number): Expr => f.formula.roots[output]!;
  const derivatives = f.values.map((outputs, m) => [...(term.base === null ? [] : [root(f.base[m]!)]), ...outputs.map(root)]);
  const inShapes = shapes.map((name) => f.shape[name]!.map((outputs) => [...(term.base === null ? [] : [constant(0)]), ...outputs.map(root)]));
  const planes: Expr[] = [];
  const put = (rows: readonly Expr[]): number => { planes.push(...rows); return planes.length - rows.length; };
  const channelsAt = channels.chain.map((terms) => put(combined(terms, derivatives)));
  const forward = [...planes];
  const orders = [channelsAt[0]!, ...derivatives.slice(1).map(put)];
  const shapesAt = inShapes.map((own) => channels.chain.map((terms) => put(combined(terms, own))));
  const common = {
    start: term.form === 'window' ? root(f.start) : null, lastStart: term.size - term.window, parameters: f.formula.inputs.slice(1),
    intervals: term.knots === 'own' ? term.intervals : null, channels: channels.list.slice(1).map((_, k) => channelName(X, k + 1)),
  };
  return { forward: { ...common, planes: forward }, whole: { ...common, planes }, channels: channelsAt, orders, shapes: shapesAt };
}

/** One channel of features. @param derivatives by order */
function combined(terms: readonly ChainTerm[], derivatives: readonly (readonly Expr[])[]): readonly Expr[] {
  return derivatives[0]!.map((_, row) => terms.map(({ factor, order, of }) => times(factor, of, derivatives[order]![row]!)).reduce((a, b) => a.add(b)));
}

/** factor e times channels of x. */
function times(factor: number, of: readonly number[], e: Expr): Expr {
  const product = of.reduce((all, channel) => all.mul(input(channelName(X, channel))), e);
  return factor === 1 ? product : product.mul(factor);
}
