import { type DerivativeRead, derivativesAt, type OutputRead, roughPart } from '@knotwork/experiment/derivatives';
import { type LoadedNetwork, toNetworkUnits } from '@knotwork/network';
import { smoothnessOfMap, throughMaps } from '@knotwork/network/derivatives';
import type { Samples } from '@knotwork/plugin';
import { type Engine, isCapable, type Need, requireCapable } from '@knotwork/plugin/engine';
import { switchesOf } from '../rows-from.js';
import type { ModelParts } from '../symbolic.js';
import { usualEngine } from '../usual-engine.js';
import { type AskedDerivative, derivativesAsked, type DerivativesOf } from './derivative-names.js';
import { derivativesOfClasses, jumpsByMap, notContinuous, tooRough } from './errors.js';

/** Derivatives of outputs in inputs, in the user's units: `[rows][derivatives]`, row by row. */
export interface Derivatives extends Samples {
  /** Such as `u_xx`: all derivatives of the first output, in the order in which they were asked for, then those of the next one. */
  readonly names: readonly string[];
}

/**
 * The derivatives that were asked for, checked.
 *
 * @throws KnotworkError `input` for what is no derivative, and where it would jump, or is of a class
 */
export function derivativesOf({ task, model: { inputs, outputs }, run: { networks, encoding } }: ModelParts, asked: DerivativesOf): readonly AskedDerivative[] {
  if (task !== 'regression') throw derivativesOfClasses();
  const derivatives = derivativesAsked(asked, inputs, outputs);
  const switches = switchesOf(encoding);
  for (const i of new Set(derivatives.flatMap((of) => of.inputs))) {
    if (switches.includes(inputs[i]!)) throw notContinuous(inputs[i]!);
    if (networks.some(({ network: { spec } }) => smoothnessOfMap(spec.inputs[i]!.map) <= 1)) throw jumpsByMap(inputs[i]!);
  }
  const order = Math.max(...derivatives.map((of) => of.inputs.length));
  for (const { structure } of networks) {
    const rough = roughPart(structure, order);
    if (rough !== null) throw tooRough(order, rough);
  }
  return derivatives;
}

/** Names of derivatives, in the order of their columns. */
export function derivativeNames(outputs: readonly string[], derivatives: readonly AskedDerivative[]): readonly string[] {
  return outputs.flatMap((output) => derivatives.map(({ name }) => `${output}_${name}`));
}

/** The mean of the derivatives of all networks; NaN where an output has no value. @param rows in the user's units */
export async function derivativesFor(parts: ModelParts, rows: Samples, asked: DerivativesOf): Promise<Derivatives> {
  const { run: { networks }, model: { outputs } } = parts;
  const derivatives = derivativesOf(parts, asked);
  const names = derivativeNames(outputs, derivatives);
  const values = new Float64Array(rows.count * names.length);
  if (rows.count > 0) {
    const engine = await engineFor(parts, derivatives);
    for (const loaded of networks) (await derivativesOfOne(engine, loaded, rows, derivatives)).forEach((v, k) => { values[k]! += v / networks.length; });
  }
  return { count: rows.count, width: names.length, values, names };
}

/** That of the model, or the usual one where it has no derivatives: a network is the same whatever computes it. */
async function engineFor({ engine, host: { catalog } }: ModelParts, derivatives: readonly AskedDerivative[]): Promise<Engine> {
  const need: Need = { what: 'derivatives', order: Math.max(...derivatives.map(({ inputs }) => inputs.length)), by: 'what was asked for' };
  const able = isCapable(engine, need) ? engine : await usualEngine(catalog);
  requireCapable(able, [need]);
  return able;
}

/** Derivatives of one network in the user's units: `[rows][outputs][derivatives]`. */
async function derivativesOfOne(engine: Engine, { structure, network }: LoadedNetwork, rows: Samples, derivatives: readonly AskedDerivative[]): Promise<Float64Array> {
  const { inputs, outputs } = network.spec;
  const sums = derivatives.map((of) => throughMaps(of.inputs, rows, inputs));
  const lists = [...new Map(sums.flat().map((part) => [part.inputs.join(), part.inputs])).values()];
  const derivativeReads = outputs.flatMap((_, output) => lists.map((own): DerivativeRead => ({ of: 'derivative', output, inputs: own })));
  const reads = [...derivativeReads, ...outputs.map((_, index): OutputRead => ({ of: 'output', index }))];
  const { values: read } = await derivativesAt(engine, { structure, network }, toNetworkUnits(rows, inputs), reads);
  const values = new Float64Array(rows.count * outputs.length * derivatives.length);
  outputs.forEach(({ map: { scale } }, output) => sums.forEach((parts, d) => parts.forEach(({ inputs: own, factors }) => {
    const column = output * lists.length + lists.findIndex((other) => other.join() === own.join());
    factors.forEach((factor, row) => { values[(row * outputs.length + output) * derivatives.length + d]! += scale * factor * read[row * reads.length + column]!; });
  })));
  // The formula of a slope has values where that of its function has none, such as 1 / x where log(x) does.
  for (let row = 0; row < rows.count; row++) {
    outputs.forEach((_, output) => {
      const from = (row * outputs.length + output) * derivatives.length;
      if (Number.isNaN(read[row * reads.length + derivativeReads.length + output]!)) values.fill(NaN, from, from + derivatives.length);
    });
  }
  return values;
}
