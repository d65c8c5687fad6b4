import type { ForeignArray, ForeignFile } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { cannotExpress } from '../errors.js';
import { ForeignNetwork } from '../foreign-network.js';

const count = z.int().min(0);
const aboutModel = z.object({
  width: z.array(z.union([count, z.tuple([count, count])])).min(2), mult_arity: z.union([count, z.array(z.array(count))]), base_fun: z.string(), input_id: z.array(count).min(1),
  symbolic_enabled: z.boolean(), functions: z.array(z.array(z.array(z.string()))),
});

/** A layer of pykan as it lies in the file. Edges lead from inputs to sums (pykan: subnodes); the first sums are nodes, the others are factors of nodes that multiply. */
export interface PykanLayer {
  readonly index: number;
  readonly inputs: number;
  readonly sums: number;
  /** Nodes that only add, and how many factors each of the others has. */
  readonly adding: number;
  readonly arities: readonly number[];
  readonly degree: number;
  readonly isSingle: boolean;
  /** `[inputs][knots]`, `[inputs][sums][degree fewer...]`, `[inputs][sums]`. */
  readonly grid: ForeignArray;
  readonly coef: ForeignArray;
  readonly mask: Float64Array;
  readonly scaleBase: Float64Array;
  readonly scaleSp: Float64Array;
  /** `[sums][inputs]`, `[sums][inputs][4]` */
  readonly symbolicMask: Float64Array;
  readonly affine: Float64Array;
  /** Names of symbolic functions, by sum and input. */
  readonly functions: readonly (readonly string[])[];
  readonly nodeScale: Float64Array;
  readonly nodeBias: Float64Array;
  readonly subnodeScale: Float64Array;
  readonly subnodeBias: Float64Array;
}

export interface PykanModel {
  readonly file: string;
  readonly layers: readonly PykanLayer[];
  /** As pykan writes it. */
  readonly base: string;
  /** Columns of the data, counted from 0, that are inputs. */
  readonly inputIds: readonly number[];
  readonly isSymbolic: boolean;
}

/** Holds a file to what `model.state_dict()` of a `KAN` has. @throws KnotworkError `input` for what is missing or of another shape, `capability` for what pykan itself cannot compute */
export function pykanModel(file: ForeignFile): PykanModel {
  const foreign = new ForeignNetwork(file, 'pykan');
  const about = foreign.about('pykan', (value) => {
    const { data, error } = aboutModel.safeParse(value);
    if (error === undefined) return data;
    throw new Error(`"${error.issues[0]!.path.join('.')}" is not what it must be`);
  });
  if (about === null) throw foreign.refusal('it has no text "pykan", which says what its nodes and functions are; a bare state_dict does not');
  const depth = about.width.length - 1;
  const nodes = about.width.map((width, l): { readonly adding: number; readonly arities: readonly number[] } => {
    const [adding, multiplying] = typeof width === 'number' ? [width, 0] : width;
    const arities = typeof about.mult_arity === 'number' ? Array.from({ length: multiplying }, () => about.mult_arity as number) : about.mult_arity[l] ?? [];
    if (arities.length !== multiplying) throw foreign.refusal(`"mult_arity" has ${arities.length} numbers for the ${multiplying} nodes of level ${l} that multiply`);
    if (l > 0 && arities.some((arity) => arity < 2)) throw cannotExpress(file.name, `a node of level ${l} multiplies fewer than two sums`, 'pykan cannot compute it either; make it a node that adds.');
    return { adding, arities };
  });
  const layers = Array.from({ length: depth }, (_, l): PykanLayer => {
    const { adding, arities } = nodes[l + 1]!;
    const sums = adding + arities.reduce((a, b) => a + b, 0);
    const inputs = nodes[l]!.adding + nodes[l]!.arities.length;
    const outputs = adding + arities.length;
    const [numeric, symbolic] = [(name: string) => `act_fun.${l}.${name}`, (name: string) => `symbolic_fun.${l}.${name}`];
    const matrix = (name: string): Float64Array => foreign.array(numeric(name), [inputs, sums]).values;
    const grid = foreign.array(numeric('grid'), [inputs, null]);
    const coef = foreign.array(numeric('coef'), [inputs, sums, null]);
    const degree = grid.shape[1]! - 1 - coef.shape[2]!;
    if (degree < 0 || grid.shape[1]! < 2 * degree + 2) throw foreign.refusal(`its array "${numeric('grid')}" has ${grid.shape[1]} knots, which do not go with ${coef.shape[2]} coefficients`);
    const functions = about.functions[l];
    if (functions?.length !== sums || functions.some((of) => of.length !== inputs)) throw foreign.refusal(`"functions" of layer ${l} must have a name for each of ${sums} sums and ${inputs} inputs`);
    return {
      index: l, inputs, sums, adding, arities, degree, isSingle: grid.isSingle, grid, coef, mask: matrix('mask'), scaleBase: matrix('scale_base'), scaleSp: matrix('scale_sp'),
      symbolicMask: foreign.array(symbolic('mask'), [sums, inputs]).values, affine: foreign.array(symbolic('affine'), [sums, inputs, 4]).values, functions,
      nodeScale: foreign.array(`node_scale_${l}`, [outputs]).values, nodeBias: foreign.array(`node_bias_${l}`, [outputs]).values,
      subnodeScale: foreign.array(`subnode_scale_${l}`, [sums]).values, subnodeBias: foreign.array(`subnode_bias_${l}`, [sums]).values,
    };
  });
  if (about.input_id.length !== layers[0]!.inputs) throw foreign.refusal(`"input_id" has ${about.input_id.length} columns for ${layers[0]!.inputs} inputs`);
  return { file: file.name, layers, base: about.base_fun, inputIds: about.input_id, isSymbolic: about.symbolic_enabled };
}
