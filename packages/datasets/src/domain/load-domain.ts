import { formula, input } from '@knotwork/algebra';
import { randomStream } from '@knotwork/numerics';
import type { Data, DataAccess, Equations, PointRows, Rows, Samples } from '@knotwork/plugin';
import type { Objective, ObjectiveBlock, Scalar } from '@knotwork/plugin/engine';
import { numbersOfColumn } from '../columns/column-numbers.js';
import { samplesOf } from '../columns/samples-of.js';
import type { DomainOptions } from '../domain.js';
import { formulaValues } from '../formula-values.js';
import { readTable } from '../readers/read-table.js';
import { columnOf, placeOf, type Table } from '../readers/table.js';
import {
  emptyInterval, equationsContradict, exactOfNoBox, exactOfPoints, exactWithWeight, faceTwice, intervalOutOfScale, inTable, missingColumns, noBoxToIntegrate, noCoordinates, noCoordinateToStayAlong, noNumberIn, notAQuantity, notFiniteAt, nothingMeasured, otherCount, outsideDomain, parameterNotPositive, parameterNowhere, residualNotFinite,
  unknownWithoutEquation, withoutUnknown,
} from './errors.js';
import { type ExactCondition, exactCondition, outputConditions } from './exact-conditions.js';
import { blockOf, conflictOf, type Equation, equationOf, functionOf } from './equation.js';
import { boxOf, type Face, facesOf, faceText } from './faces.js';
import { type Names, requireNames } from './names.js';
import { constantOf, LARGEST, weightOf } from './numbers.js';
import { type Box, pointsIn, randomPoints } from './points.js';
import { slices } from './quadrature.js';
import { tryEquation } from './trial.js';

/** Name of the set of points at which equations hold. */
const INSIDE = 'inside';

/** Name of the set of points that integrals are of. */
const CONSERVED = 'conserved';

/** Reads the equations, and makes the points. @throws KnotworkError `input` */
export async function loadDomain(options: DomainOptions, access: DataAccess): Promise<Data> {
  const domain = new Domain(options, access);
  return domain.load();
}

/** Points at which equations are compared that hold at the same place. */
const COMPARED_AT = 33;
/** Length of an interval, by itself and beside its ends: a grid of it must have different numbers, and their powers must be finite. */
const SHORTEST = 1e-9;
const SCALES = [1e-30, 1e30] as const;

/** An equation where it holds: on a face, or inside. */
interface Placed { readonly equation: Equation; readonly option: string; readonly face: Face | 'inside'; readonly place: string }

class Domain {
  private readonly box: Box;
  private readonly names: Names;
  private readonly points: Record<string, PointRows> = {};
  private readonly blocks: ObjectiveBlock[] = [];
  private readonly exact: ExactCondition[] = [];
  /** How many conditions hold on the faces of every coordinate. */
  private readonly onFaces: number[];

  constructor(private readonly options: DomainOptions, private readonly access: DataAccess) {
    // Keys of a file have no order that counts.
    const coordinates = Object.keys(options.coordinates).sort();
    this.names = {
      coordinates, unknowns: options.unknowns, parameters: Object.keys(options.parameters).sort(),
      constants: Object.fromEntries(Object.entries(options.constants).map(([name, value]) => [name, constantOf(value, `constants.${name}`)])),
    };
    if (coordinates.length === 0) throw noCoordinates();
    requireNames(this.names);
    for (const [name, given] of Object.entries(options.parameters)) if (typeof given !== 'number' && given.positive && !(given.initial > 0)) throw parameterNotPositive(name, given.initial);
    this.box = coordinates.map((name) => {
      const [low, high] = options.coordinates[name]!.map((end, k) => constantOf(end, `coordinates.${name}.${k}`, this.names)) as [number, number];
      if (!(low < high)) throw emptyInterval(name, low, high);
      const [length, farthest] = [high - low, Math.max(Math.abs(low), Math.abs(high))];
      if (!(length >= SHORTEST * farthest && length >= SCALES[0] && farthest <= SCALES[1])) throw intervalOutOfScale(name, low, high);
      return [low, high] as const;
    });
    this.onFaces = coordinates.map(() => 0);
  }

  async load(): Promise<Data> {
    const { options: { points: { inside }, parameters }, names, box } = this;
    const rows = typeof inside === 'number' ? this.drawn(box, inside, INSIDE) : await this.given(inside.path, 'points.inside.path');
    const equations = this.equationsAt(this.options.equations, 'equations', rows);
    const weight = this.weight(this.options.weight, 'weight');
    const known: Placed[] = [];
    for (const one of equations) this.requireNew(known, { ...one, face: INSIDE, place: '' });
    this.points[INSIDE] = { inputs: rows };
    this.blocks.push(...equations.map(({ equation }, k) => blockOf(equation, { name: equations.length === 1 ? 'equation' : `equation ${k + 1}`, points: INSIDE, weight })));
    await this.addConditions();
    await this.addMeasured();
    this.requireUse();
    const scalars = Object.fromEntries(names.parameters.map((name): [string, Scalar] => {
      const given = parameters[name]!;
      return [name, typeof given === 'number' ? { initial: given } : { initial: given.initial, ...(given.positive ? { constraint: 'positive' } : {}) }];
    }));
    const objective: Objective = { blocks: this.blocks, ...(names.parameters.length === 0 ? {} : { scalars }) };
    return {
      task: 'regression', standardizeInputs: false,
      inputs: names.coordinates.map((name, i) => ({ name, domain: box[i]! })), outputs: names.unknowns.map((name, k) => ({ name, ...this.held(k) })),
      train: { inputs: rows, targets: this.nothing(rows.count) }, validation: { inputs: noRows(names.coordinates.length), targets: noRows(names.unknowns.length) }, test: await this.reference(),
      notes: this.notes(),
      equations: { ...this.conserved(), objective, points: this.points, draw: typeof inside === 'number' ? { [INSIDE]: (count, stream) => randomPoints(box, count, stream) } : {} },
    };
  }

  private async addConditions(): Promise<void> {
    const { options: { conditions, points: { face: count } }, names, box } = this;
    const known: Placed[] = [];
    for (const [k, { on, equation, weight: written, exact }] of conditions.entries()) {
      const set = `condition ${k + 1}`;
      if (exact === true) this.requireFaces(on, `conditions.${k}.exact`);
      if (exact === true && written !== 1) throw exactWithWeight(`conditions.${k}.weight`, written);
      const weight = this.weight(written, `conditions.${k}.weight`);
      const faces = typeof on === 'object' && 'path' in on ? null : this.facesAt(on, `conditions.${k}.on`);
      const inputs = faces === null ? await this.given((on as { path: string }).path, `conditions.${k}.on.path`)
        : joined(faces.map((face) => this.drawn(boxOf(face, box), count, `${set}.${faceText(face, names.coordinates, box)}`)));
      const of = this.equationsAt(equation, `conditions.${k}.equation`, inputs);
      for (const { coordinate } of faces ?? []) this.onFaces[coordinate]! += of.length;
      for (const face of faces ?? []) for (const one of of) this.requireNew(known, { ...one, face, place: ` on ${faceText(face, names.coordinates, box)}` });
      if (exact === true) {
        for (const face of faces!) for (const one of of) this.exact.push(exactCondition(one.equation, face, names, box, one.option));
        continue;
      }
      this.points[set] = { inputs };
      this.blocks.push(...of.map((one, j) => blockOf(one.equation, { name: of.length === 1 ? set : `${set}.${j + 1}`, points: set, weight })));
    }
  }

  /** Refuses to build in what holds elsewhere than on faces of a box. */
  private requireFaces(on: DomainOptions['conditions'][number]['on'], option: string): void {
    if (typeof on === 'object' && 'path' in on) throw exactOfPoints(option);
    if (typeof this.options.points.inside !== 'number') throw exactOfNoBox(option);
  }

  /** What an unknown holds by construction. */
  private held(unknown: number): Pick<Data['outputs'][number], 'conditions'> {
    const own = this.exact.filter((one) => one.unknown === unknown);
    const order = Math.max(0, ...this.blocks.flatMap(({ reads }) => Object.values(reads)).map((read) => (read.of === 'derivative' ? read.inputs.length : 0)));
    return own.length === 0 ? {} : { conditions: outputConditions(own, this.names, this.box, order) };
  }

  /** All faces that are named. */
  private facesAt(on: string | readonly string[], option: string): readonly Face[] {
    const { names, names: { coordinates }, box } = this;
    const seen = new Set<string>();
    return listOf(on).flatMap((text, j) => {
      const own = Array.isArray(on) ? `${option}.${j}` : option;
      return facesOf(text, names, box, own).map((face) => {
        const name = faceText(face, coordinates, box);
        if (seen.has(name)) throw faceTwice(name, own);
        seen.add(name);
        return face;
      });
    });
  }

  /** Reads equations, and tries them at the points where they are to hold. */
  private equationsAt(written: string | readonly string[], option: string, inputs: Samples): readonly Pick<Placed, 'equation' | 'option'>[] {
    const { names, options: { parameters, points: { sampling } } } = this;
    const initial = Object.fromEntries(Object.entries(parameters).map(([name, given]) => [name, typeof given === 'number' ? given : given.initial]));
    return listOf(written).map((text, k) => {
      const own = Array.isArray(written) ? `${option}.${k}` : option;
      const equation = equationOf(text, names, own);
      const { notFinite, hasUnknown } = tryEquation(equation, inputs, initial);
      if (notFinite !== null) throw residualNotFinite(text, notFinite.value, this.pointText(inputs, notFinite.row), sampling === 'grid', own);
      if (!hasUnknown) throw withoutUnknown(text, names.unknowns, own);
      return { equation, option: own };
    });
  }

  /** Refuses an equation that says the same as one before at the same place, or the contrary. */
  private requireNew(known: Placed[], one: Placed): void {
    const { face } = one;
    // What is refused is so with any seed.
    const inputs = pointsIn(face === INSIDE ? this.box : boxOf(face, this.box), COMPARED_AT, 'spread', randomStream(0, 'compared'));
    const points = Array.from({ length: inputs.count }, (_, row) => this.pointOf(inputs, row));
    for (const before of known) {
      const isSamePlace = face === INSIDE || before.face === INSIDE ? face === before.face : before.face.coordinate === face.coordinate && before.face.end === face.end;
      const conflict = isSamePlace ? conflictOf(before.equation, one.equation, points) : null;
      if (conflict !== null) throw equationsContradict([before.equation.text, one.equation.text], one.place, [before.option, one.option], conflict === 'same');
    }
    known.push(one);
  }

  private async addMeasured(): Promise<void> {
    const { names } = this;
    for (const [k, { path, weight: written }] of this.options.measured.entries()) {
      const weight = this.weight(written, `measured.${k}.weight`);
      const option = `measured.${k}.path`;
      const { inputs, values, found } = await this.tableOf(path, option, (header) => {
        const known = names.unknowns.filter((name) => header.includes(name));
        if (known.length === 0) throw nothingMeasured(path, names.unknowns, header, option);
        return known;
      });
      const set = this.options.measured.length === 1 ? 'measured' : `measured ${k + 1}`;
      // A column for every unknown, as targets have; nobody reads those of others.
      const targets = this.nothing(inputs.count);
      for (const [column, name] of found.entries()) for (let row = 0; row < inputs.count; row++) targets.values[row * targets.width + names.unknowns.indexOf(name)] = values.values[row * values.width + column]!;
      this.points[set] = { inputs, targets };
      this.blocks.push(...found.map((name): ObjectiveBlock => {
        const [u, t] = [name, `${name}_measured`];
        return blockOf({ text: '', residual: input(u).sub(input(t)), reads: { [u]: { of: 'output', index: names.unknowns.indexOf(name) }, [t]: { of: 'target', index: names.unknowns.indexOf(name) } } }, { name: found.length === 1 ? set : `${set}.${name}`, points: set, weight });
      }));
    }
  }

  /** What should stay the same along a coordinate. */
  private conserved(): Pick<Equations, 'conserved'> {
    const { options: { conserved, points: { inside } }, names, box } = this;
    if (conserved === undefined) return {};
    const coordinate = names.coordinates.indexOf(conserved.along);
    if (coordinate < 0) throw noCoordinateToStayAlong(conserved.along, names.coordinates);
    if (typeof inside !== 'number') throw noBoxToIntegrate();
    const written = listOf<string>(conserved.quantities);
    const { points, weights } = slices(box, coordinate);
    return { conserved: { points, weights, blocks: written.map((text, k) => {
      const option = Array.isArray(conserved.quantities) ? `conserved.quantities.${k}` : 'conserved.quantities';
      if (text.includes('=')) throw notAQuantity(text, option);
      return blockOf(equationOf(text, names, option), { name: text.trim(), points: CONSERVED, weight: 1 });
    }) } };
  }

  /** Test rows: the reference, where there is one. */
  private async reference(): Promise<Rows> {
    const { options: { reference, points: { test, inside } }, names, box } = this;
    if (reference === undefined) return { inputs: noRows(names.coordinates.length), targets: noRows(names.unknowns.length) };
    if (typeof reference === 'object' && 'path' in reference) {
      const { inputs, values } = await this.tableOf(reference.path, 'reference.path', () => names.unknowns);
      return { inputs, targets: values };
    }
    const written = listOf(reference);
    if (written.length !== names.unknowns.length) throw otherCount('reference', written.length, names.unknowns);
    // A domain that is given by points has no others.
    const inputs = typeof inside === 'number' ? pointsIn(box, test, 'grid', this.access.stream('test')) : this.points[INSIDE]!.inputs;
    return { inputs, targets: this.evaluated(written, inputs, typeof reference === 'string' ? () => 'reference' : (k) => `reference.${k}`) };
  }

  /** Values of functions of the coordinates. */
  private evaluated(written: readonly string[], inputs: Samples, optionOf: (k: number) => string): Samples {
    const { names } = this;
    const f = formula(names.coordinates, Object.fromEntries(written.map((text, k) => [`y${k}`, functionOf(text, names, optionOf(k))])));
    return formulaValues(f, inputs, (row, k, value) => notFiniteAt(written[k]!, value, this.pointText(inputs, row), optionOf(k)));
  }

  /** Every unknown and every parameter has a part in something. */
  private requireUse(): void {
    const reads = this.blocks.flatMap((block) => Object.values(block.reads));
    for (const [k, name] of this.names.unknowns.entries()) {
      if (!reads.some((read) => (read.of === 'output' && read.index === k) || (read.of === 'derivative' && read.output === k))) throw unknownWithoutEquation(name);
    }
    for (const name of this.names.parameters) if (!reads.some((read) => read.of === 'scalar' && read.name === name)) throw parameterNowhere(name);
  }

  private weight(written: number | string, option: string): number { return weightOf(written, option, this.names); }

  private drawn(box: Box, count: number, name: string): Samples { return pointsIn(box, count, this.options.points.sampling, this.access.stream(`points.${name}`)); }

  private async given(path: string, option: string): Promise<Samples> { return (await this.tableOf(path, option, () => [])).inputs; }

  /** Coordinates, and columns of a table that have the names of unknowns. */
  private async tableOf(path: string, option: string, columns: (header: readonly string[]) => readonly string[]): Promise<{ readonly inputs: Samples; readonly values: Samples; readonly found: readonly string[] }> {
    const { names: { coordinates }, box } = this;
    const table = await this.table(path, option);
    const found = columns(table.header);
    const missing = [...coordinates, ...found].filter((name) => !table.header.includes(name));
    if (missing.length > 0) throw missingColumns(path, missing, table.header, option);
    const numbers = [...coordinates, ...found].map((name) => {
      const of = numbersOfColumn(table, name, option, 'refuse');
      const row = of.findIndex((value) => !(Math.abs(value) <= LARGEST));
      if (row >= 0) throw noNumberIn(path, name, cellText(columnOf(table, name, option)[row]), placeOf(table, row), option);
      return of;
    });
    for (const [i, name] of coordinates.entries()) {
      const row = numbers[i]!.findIndex((value) => !(value >= box[i]![0] && value <= box[i]![1]));
      if (row >= 0) throw outsideDomain(path, placeOf(table, row).words, name, numbers[i]![row]!, box[i]!, option);
    }
    return { inputs: samplesOf(numbers.slice(0, coordinates.length), table.count), values: samplesOf(numbers.slice(coordinates.length), table.count), found };
  }

  private async table(path: string, option: string): Promise<Table> {
    try {
      return await readTable(this.access, { path });
    } catch (error) {
      throw inTable(error, option);
    }
  }

  /** What should be known before anything is solved. */
  private notes(): readonly string[] {
    const { options: { conditions, measured, parameters }, names } = this;
    const used = new Set(this.texts().join(' ').match(/[A-Za-z]\w*/g));
    const exact = names.unknowns.flatMap((name, k) => {
      const faces = [...new Set(this.exact.filter(({ unknown }) => unknown === k).map(({ face }) => faceText(face, names.coordinates, this.box)))];
      return faces.length === 0 ? [] : [`${name} holds its conditions on ${faces.join(', ')} by construction`];
    });
    return [
      ...exact,
      ...(conditions.length + measured.length > 0 ? [] : ['there are no conditions and nothing is measured: of the many solutions that equations have, some one is found']),
      ...this.tooFewConditions(),
      ...(measured.length > 0 ? [] : Object.keys(parameters).map((name) => `"${name}" is to be found and nothing is measured: where conditions do not say what it is, any value may come out`)),
      ...Object.keys(names.constants).filter((name) => !used.has(name)).map((name) => `the constant "${name}" is used nowhere`),
    ];
  }

  /** All texts in which constants may stand. */
  private texts(): readonly unknown[] {
    const { coordinates, equations, conditions, weight, measured, conserved, reference } = this.options;
    const known = typeof reference === 'object' && 'path' in reference ? [] : reference;
    return [Object.values(coordinates), equations, conditions.map(({ on, equation, weight: own }) => [typeof on === 'object' && 'path' in on ? [] : on, equation, own]), weight, measured.map(({ weight: own }) => own), conserved?.quantities, known].flat(3);
  }

  /**
   * Coordinates along which fewer conditions hold than derivatives go with. None for points of a table, which may lie on faces, for measured rows, and where a coordinate of the second order of an unknown, or a
   * higher one, has no condition at all: networks may be periodic in it.
   */
  private tooFewConditions(): readonly string[] {
    const { options: { conditions, measured, points: { inside } }, names: { coordinates, unknowns }, box } = this;
    if (conditions.length === 0 || measured.length > 0 || typeof inside !== 'number' || conditions.some(({ on }) => typeof on === 'object' && 'path' in on)) return [];
    const derivatives = this.blocks.filter(({ points }) => points === INSIDE).flatMap(({ reads }) => Object.values(reads).filter((read) => read.of === 'derivative'));
    return coordinates.flatMap((name, coordinate) => {
      const orderOf = ({ inputs }: { readonly inputs: readonly number[] }): number => inputs.filter((i) => i === coordinate).length;
      // Of each unknown the highest.
      const highest = unknowns.flatMap((unknown, k) => {
        const [first] = derivatives.filter(({ output }) => output === k).sort((a, b) => orderOf(b) - orderOf(a) || a.inputs.length - b.inputs.length);
        return first === undefined || orderOf(first) === 0 ? [] : [{ text: `${unknown}_${first.inputs.map((i) => coordinates[i]).join('')}`, order: orderOf(first) }];
      });
      const asked = highest.reduce((sum, { order }) => sum + order, 0);
      const given = this.onFaces[coordinate]!;
      if (given >= asked || (given === 0 && highest.some(({ order }) => order > 1))) return [];
      const faces = ([0, 1] as const).map((end) => faceText({ coordinate, end }, coordinates, box));
      return [`${highest.map(({ text }) => text).join(' and ')} ${highest.length === 1 ? 'goes' : 'go'} with ${asked} condition${asked === 1 ? '' : 's'} on ${faces.join(' or ')}, and there ${given > 1 ? 'are' : 'is'} ${given === 0 ? 'none' : given}: where the network is not periodic in ${name}, there may be many solutions, of which some one is found`];
    });
  }

  private pointText(inputs: Samples, row: number): string { return Object.entries(this.pointOf(inputs, row)).map(([name, value]) => `${name} = ${Number(value.toPrecision(6))}`).join(', '); }

  private pointOf({ values, width }: Samples, row: number): Record<string, number> {
    return Object.fromEntries(this.names.coordinates.map((name, i) => [name, values[row * width + i]!]));
  }

  private nothing(count: number): Samples {
    const width = this.names.unknowns.length;
    return { count, width, values: new Float64Array(count * width) };
  }
}

const listOf = <T>(of: T | readonly T[]): readonly T[] => (Array.isArray(of) ? of as readonly T[] : [of as T]);
const noRows = (width: number): Samples => ({ count: 0, width, values: new Float64Array() });

const cellText = (cell: unknown): string => (typeof cell === 'string' && cell !== '' ? JSON.stringify(cell) : typeof cell === 'number' && !Number.isNaN(cell) ? String(cell) : 'nothing');

function joined(sets: readonly Samples[]): Samples {
  const width = sets[0]!.width;
  const count = sets.reduce((sum, set) => sum + set.count, 0);
  const values = new Float64Array(count * width);
  let at = 0;
  for (const set of sets) { values.set(set.values, at); at += set.values.length; }
  return { count, width, values };
}
