import { blockProgram, type Formula } from '@knotwork/algebra';
import type { ExportedLayer, ExportedTerm, PlacedFormula } from '@knotwork/plugin';

/** Numbers that run through a formula at a time: tables of many thousands would be in no cache on the way. */
const BLOCK = 512;

/** The values of all edges that leave an input of a layer, by the number of the sum that they lead to; several terms of an edge are one function. */
export type EdgeValues = ReadonlyMap<number, Float64Array>;

/** The functions of a layer at `length` numbers at a time. @returns values of the edges that leave an input, new each time */
export function layerFunctions({ terms }: ExportedLayer, length: number): (input: number, x: Float64Array) => EdgeValues {
  const ready = terms.map((term) => termFunctions(term, length));
  return (input, x) => {
    const values = new Map<number, Float64Array>();
    const of = (to: number): Float64Array => {
      const own = values.get(to) ?? new Float64Array(length);
      values.set(to, own);
      return own;
    };
    for (const add of ready) add(input, x, of);
    return values;
  };
}

/** A formula with one input at `length` numbers at a time. @returns the values, valid until the next call */
export function formulaAt(formula: Formula, length: number): (x: Float64Array) => Float64Array {
  const program = blockProgram(formula, length);
  return (x) => {
    program.inputs[0]!.set(x);
    program.run(length);
    return program.outputs[0]!;
  };
}

/** A formula at its places, at `length` numbers at a time. @returns its outputs, valid until the next call */
export function placedAt({ formula, numbers, tables, from }: PlacedFormula, length: number): (place: number, x: Float64Array) => readonly Float64Array[] {
  const most = Math.min(length, BLOCK);
  const program = blockProgram(formula, most);
  const count = formula.inputs.length - 1;
  const outputs = length <= BLOCK ? program.outputs : program.outputs.map(() => new Float64Array(length));
  return (place, x) => {
    for (let k = 0; k < count; k++) program.inputs[k + 1]!.fill(numbers[place * count + k]!);
    const own = Object.fromEntries(tables.map((table, k) => {
      const size = table.length / from.length;
      return [formula.tables[k]!, table.subarray(place * size, (place + 1) * size)];
    }));
    for (let n = 0; n < length; n += most) {
      const some = Math.min(most, length - n);
      program.inputs[0]!.set(x.subarray(n, n + some));
      program.run(some, own);
      if (outputs !== program.outputs) outputs.forEach((output, k) => { output.set(program.outputs[k]!.subarray(0, some), n); });
    }
    return outputs;
  };
}

/** Adds what a term makes of x to the values of its edges. */
function termFunctions(term: ExportedTerm, length: number): (input: number, x: Float64Array, of: (to: number) => Float64Array) => void {
  const { from, ends, to, coefficients, baseWeights, size, window, start, base } = term;
  const at = placedAt(term, length);
  return (input, x, of) => {
    from.forEach((own, place) => {
      if (own !== input) return;
      const outputs = at(place, x);
      const [starts, bases] = [start === null ? null : outputs[start]!, base === null ? null : outputs[base]!];
      for (let e = place === 0 ? 0 : ends[place - 1]!; e < ends[place]!; e++) {
        const values = of(to[e]!);
        const weight = baseWeights === null ? 0 : baseWeights[e]!;
        for (let n = 0; n < length; n++) {
          const first = e * size + (starts === null ? 0 : starts[n]!);
          let sum = bases === null ? 0 : weight * bases[n]!;
          for (let j = 0; j < window; j++) sum += coefficients[first + j]! * outputs[j]![n]!;
          values[n]! += sum;
        }
      }
    });
  };
}
