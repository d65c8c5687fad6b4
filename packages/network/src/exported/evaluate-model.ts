import { type BlockProgram, blockProgram, type Formula } from '@knotwork/algebra';
import type { ExportedDerivatives, ExportedLayer, ExportedModel, ExportedNetwork, ExportedTerm, PlacedFormula, Samples } from '@knotwork/plugin';

/**
 * What an exported model computes, read as exporters must read it: the outputs of a program that they write. Slow and plain, for tests.
 *
 * @param rows `[rows][inputs]` in the user's units
 * @returns `[rows][outputs]` in the user's units, of a classification before softmax
 */
export function evaluateModel({ members, outputs }: ExportedModel, rows: Samples): Samples { return meanOf(members, outputs.length, rows); }

/** The same of the derivatives of a model: `[rows][columns]` in the user's units. */
export function evaluateDerivatives({ members, columns }: ExportedDerivatives, rows: Samples): Samples { return meanOf(members, columns.length, rows); }

function meanOf(members: readonly ExportedNetwork[], width: number, rows: Samples): Samples {
  const values = new Float64Array(rows.count * width);
  for (const member of members) {
    const of = networkOf(member);
    for (let n = 0; n < rows.count; n++) {
      of(rows.values.subarray(n * rows.width, (n + 1) * rows.width)).forEach((y, k) => { values[n * width + k]! += y / members.length; });
    }
  }
  return { count: rows.count, width, values };
}

function networkOf({ maps, layers, scale, center }: ExportedNetwork): (row: Float64Array) => Float64Array {
  const mapped = maps.map((map) => ({ map, at: readyAt(map) }));
  const steps = layers.map(layerOf);
  return (row) => {
    const x = new Float64Array(row.length);
    for (const { map, at } of mapped) map.from.forEach((input, place) => { x[input] = at(place, row[input]!)[0]!; });
    return steps.reduce<Float64Array>((values, step) => step(values), x).map((v, k) => v * scale[k]! + center[k]!);
  };
}

function layerOf({ bias, terms, nodes, outputs }: ExportedLayer): (x: Float64Array) => Float64Array {
  const adding = terms.map(termOf);
  const making = nodes.map((group) => ({ ...group, run: group.formula === null ? null : ready(group.formula) }));
  return (x) => {
    const sums = bias.slice();
    for (const add of adding) add(x, sums);
    const y = new Float64Array(outputs);
    for (const { first, firstSum, count, arity, run } of making) {
      for (let n = 0; n < count; n++) {
        const own = sums.subarray(firstSum + n * arity, firstSum + (n + 1) * arity);
        y[first + n] = run === null ? own[0]! : run([...own])[0]!;
      }
    }
    return y;
  };
}

function termOf(term: ExportedTerm): (x: Float64Array, sums: Float64Array) => void {
  const at = readyAt(term);
  return (x, sums) => {
    let edge = 0;
    term.from.forEach((input, place) => {
      const values = at(place, x[input]!);
      const start = term.start === null ? 0 : values[term.start]!;
      for (; edge < term.ends[place]!; edge++) {
        let sum = term.base === null ? 0 : term.baseWeights![edge]! * values[term.base]!;
        for (let j = 0; j < term.window; j++) sum += term.coefficients[edge * term.size + start + j]! * values[j]!;
        sums[term.to[edge]!]! += sum;
      }
    });
  };
}

/** The outputs of a formula at one of its places. */
function readyAt({ formula, numbers, tables, from: { length: places } }: PlacedFormula): (place: number, x: number) => number[] {
  const run = ready(formula);
  const count = formula.inputs.length - 1;
  return (place, x) => {
    const own = tables.map((table, k): [string, Float64Array] => {
      const length = table.length / places;
      return [formula.tables[k]!, table.subarray(place * length, (place + 1) * length)];
    });
    return run([x, ...numbers.subarray(place * count, (place + 1) * count)], Object.fromEntries(own));
  };
}

function ready(f: Formula): (inputs: readonly number[], tables?: Parameters<BlockProgram['run']>[1]) => number[] {
  const program = blockProgram(f, 1);
  return (inputs, tables) => {
    inputs.forEach((value, k) => { program.inputs[k]![0] = value; });
    program.run(1, tables);
    return program.outputs.map((output) => output[0]!);
  };
}
