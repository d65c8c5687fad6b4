import type { EdgePair, ForeignArray, PluginUse } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { baseOfJax, KNOWN_OF_JAX } from '../base-function.js';
import { cannotExpress } from '../errors.js';
import type { ForeignLayer } from '../foreign-layer.js';
import type { ForeignNetwork } from '../foreign-network.js';

const layer = z.object({
  type: z.string(), n_in: z.int().positive(), n_out: z.int().positive(), k: z.int().nullable(), D: z.int().nullable(), kernel: z.object({ type: z.string().default('gaussian'), std: z.number().positive().default(1) }).nullable(), residual: z.string().nullable(),
});

export type AboutLayer = z.infer<typeof layer>;

const about = z.object({ model: z.string(), layers: z.array(layer).min(1) });

/** What a file says of its layers. @throws KnotworkError `input` where it says nothing, `capability` for another model than a chain of layers */
export function jaxkanAbout(foreign: ForeignNetwork): z.infer<typeof about> {
  const said = foreign.about('jaxkan', (value) => about.parse(value));
  if (said === null) throw foreign.refusal('it does not say what its layers are');
  if (said.model !== 'KAN') throw cannotExpress(foreign.name, `it is a ${said.model}, and known is KAN, layers one after the other`, 'Train a KAN.');
  return said;
}

/** A layer of jaxKAN: what all kinds have. Weights are `[sums, inputs]`. */
export class JaxkanLayer {
  readonly inputs: number;
  readonly sums: number;
  readonly base: PluginUse;
  readonly bias: Float64Array;
  /** Whether it trains a bias: then polynomials have no constant. */
  readonly hasBias: boolean;
  private readonly residual: Float64Array | null;
  private readonly weights: Float64Array | null;

  constructor(private readonly foreign: ForeignNetwork, readonly about: AboutLayer, private readonly index: number, before: number | null) {
    const { n_in: inputs, n_out: sums, residual } = about;
    if (before !== null && before !== inputs) throw foreign.refusal(`layer ${index} has ${inputs} inputs, and the layer before it ${before} outputs`);
    [this.inputs, this.sums] = [inputs, sums];
    const base = baseOfJax(residual);
    if (base === null) throw this.refusal(`has the residual function ${residual}, and known are ${KNOWN_OF_JAX}`, 'Train one with a residual of these.');
    this.base = base;
    this.residual = residual === null ? null : this.array('c_res', [sums, inputs]).values;
    const weights = ['c_spl', 'c_ext'].find((name) => foreign.has(this.nameOf(name)));
    this.weights = weights === undefined ? null : this.array(weights, [sums, inputs]).values;
    this.hasBias = foreign.has(this.nameOf('bias'));
    this.bias = this.hasBias ? this.array('bias', [sums]).values : new Float64Array(sums);
  }

  /** An array of the layer, with a number for every dimension that must have it. */
  array(name: string, shape: readonly (number | null)[]): ForeignArray { return this.foreign.array(this.nameOf(name), shape); }

  /** Its edges. @param coefficients of one of them, in the order of jaxKAN */
  edges(coefficients: (edge: EdgePair) => Float64Array): ForeignLayer {
    const { inputs, sums, base, residual, weights } = this;
    return { inputs, sums, base, coefficients, baseWeight: ([i, s]) => residual![s * inputs + i]!, basisWeight: ([i, s]) => weights?.[s * inputs + i] ?? 1 };
  }

  /** What messages call the file and the layer. */
  get file(): string { return this.foreign.name; }
  get title(): string { return `layer ${this.index}`; }

  /** What cannot be expressed. @param what words that follow the name of the layer */
  refusal(what: string, remedy: string): Error { return cannotExpress(this.file, `${this.title} ${what}`, remedy); }

  /** What is no network of jaxKAN. */
  mistake(reason: string): Error { return this.foreign.refusal(`${this.title} ${reason}`); }

  private nameOf(name: string): string { return `layers.${this.index}.${name}`; }
}
