import { columnOf, toNetworkUnits, toUserUnits } from '@knotwork/network';
import { type AlongCoordinate, type GridValues, numberText, type SolutionPlane, solutionLines, solutionMap } from '@knotwork/pictures/solution';
import { isKnotworkError, type Equations, type Samples } from '@knotwork/plugin';
import type { Engine, Objective, Scalars } from '@knotwork/plugin/engine';
import { interiorOf } from '../data/interior.js';
import type { PreparedData, PreparedRows } from '../data/prepare-data.js';
import { rangesOf } from '../data/ranges.js';
import type { Evaluator } from '../measure/evaluator.js';
import { knownScalars } from '../measure/known-scalars.js';
import { residualsAt } from '../measure/residuals-at.js';
import type { Model } from '../stages/stage.js';
import { aroundPoints } from './around-points.js';
import { nearestPlace, type ReferenceGrid, referenceGrid } from './reference-grid.js';

/** What a picture of a solution is made of. */
export interface SolutionRequest {
  readonly title: string;
  readonly model: Model;
  /** Reports of the stages so far: the last one with `estimates` says what numbers of the equations are. */
  readonly reports: readonly Readonly<Record<string, unknown>>[];
  readonly data: PreparedData;
  readonly engine: Engine;
  readonly evaluator: Evaluator;
  /** That the network is judged by. */
  readonly objective: Objective;
}

/** Places along a coordinate of a map, of a slice, and of the only coordinate there is. */
const SIDE = 64;
const ALONG = 200;
/** Places of a reference along a coordinate that are shown at most. */
const MOST_PLACES = 101;
/** Where along the first coordinate slices are, as shares of it: neither at its ends, where conditions say what is, nor in its middle, where waves like to be 0. */
const SLICES = [0.2, 0.45, 0.7, 0.95];
/** Rows of maps: more would be a wall. */
const MOST_ROWS = 4;

/** The picture of a solution of equations over its domain, as SVG. @param request whose data has equations */
export function solutionPicture(request: SolutionRequest): Promise<string> { return new PicturedSolution(request).picture(); }

/** The equations of the run: those of its first data set that has any. */
export function solvedRows({ sets }: Pick<PreparedData, 'sets'>): (PreparedRows & { readonly equations: Equations }) | null {
  return [...sets.values()].find((rows): rows is PreparedRows & { readonly equations: Equations } => rows.equations !== undefined) ?? null;
}

/** Shares of the distance between given points within which a place belongs to a domain that is no box: hardly a hole is left between them, and hardly anything is added outside of its boundary. */
const REACH = { inside: 1.1, elsewhere: 0.6 } as const;

type Point = readonly number[];

class PicturedSolution {
  private readonly rows: PreparedRows & { readonly equations: Equations };
  private readonly coordinates: readonly { readonly name: string; readonly low: number; readonly high: number }[];
  private readonly unknowns: readonly string[];
  private readonly reference: ReferenceGrid | null;
  /** The set of points at which the equations hold. */
  private readonly set: string;
  private readonly scalars: Scalars;
  /** Whether a place lies in the domain. */
  private readonly isInside: (place: Point) => boolean;

  constructor(private readonly request: SolutionRequest) {
    this.rows = solvedRows(request.data)!;
    const { equations, equations: { objective, draw }, original } = this.rows;
    this.coordinates = original.inputs.map(({ name, domain }, i) => {
      const [low, high] = domain ?? rangesOf(original.train.inputs)[i]!;
      return { name, low, high };
    });
    this.unknowns = original.outputs.map(({ name }) => name);
    this.reference = referenceGrid(original.test);
    this.set = interiorOf(equations)[0]!;
    const widths = this.coordinates.map(({ low, high }) => high - low);
    const near = this.set in draw ? [() => true] : Object.entries(original.equations!.points).map(([name, { inputs }]) => aroundPoints(inputs, widths, name === this.set ? REACH.inside : REACH.elsewhere));
    this.isInside = (place) => near.some((isNear) => isNear(place));
    this.scalars = knownScalars(objective, request.reports);
  }

  async picture(): Promise<string> {
    const { coordinates, request: { title } } = this;
    return coordinates.length === 1 ? solutionLines(await this.lines(), { title }) : solutionMap(await this.planes(), { title });
  }

  private async lines(): Promise<Parameters<typeof solutionLines>[0]> {
    const { unknowns, coordinates: [only], rows: { original: { test } } } = this;
    const places = evenly(only!, ALONG);
    const points = Array.from(places, (place) => [place]);
    const [values, residuals] = [await this.valuesAt(points), await this.residualsAt(points)];
    const order = Array.from({ length: test.inputs.count }, (_, row) => row).sort((a, b) => test.inputs.values[a]! - test.inputs.values[b]!);
    const known = (k: number): AlongCoordinate => ({ places: order.map((row) => test.inputs.values[row]!), values: order.map((row) => test.targets.values[row * unknowns.length + k]!) });
    return {
      along: only!.name, unknowns: unknowns.map((name, k) => ({ name, places, values: columnOf(values, k), ...(test.inputs.count === 0 ? {} : { reference: known(k) }) })),
      residuals: residuals.map((one) => ({ name: one.name, places, values: one.values })),
    };
  }

  private async planes(): Promise<SolutionPlane[]> {
    const pairs = this.coordinates.length === 2 ? [[0, 1]] as const : [[0, 1], [0, 2], [1, 2]] as const;
    const planes: SolutionPlane[] = [];
    const shown = this.unknowns.slice(0, MOST_ROWS);
    for (const k of shown.keys()) for (const pair of pairs.slice(0, Math.floor(MOST_ROWS / shown.length))) planes.push(await this.plane(k, pair));
    return planes;
  }

  /** An unknown over two coordinates; others are held in their middle, where the reference has it. */
  private async plane(unknown: number, [a, b]: readonly [number, number]): Promise<SolutionPlane> {
    const { coordinates, reference, unknowns } = this;
    const middle = coordinates.map(({ low, high }, i) => { const half = low + (high - low) / 2; return reference === null ? half : reference.places[i]![nearestPlace(reference.places[i]!, half)]!; });
    const pointAt = (x: number, y: number): Point => middle.map((value, i) => (i === a ? x : i === b ? y : value));
    const [x, y] = [evenly(coordinates[a]!, SIDE), evenly(coordinates[b]!, SIDE)];
    const points = Array.from(x, (u) => Array.from(y, (v) => pointAt(u, v))).flat();
    const values = columnOf(await this.valuesAt(points), unknown);
    const residuals = await this.residualsAt(points);
    const isEach = residuals.length === unknowns.length;
    const residual = isEach ? residuals[unknown] : unknown === 0 && residuals.length > 0 ? together(residuals) : undefined;
    const held = coordinates.flatMap(({ name }, i) => (i === a || i === b ? [] : [`${name} = ${numberText(middle[i]!)}`])).join(', ');
    const shownMiddle = reference === null ? null : middle.map((value, i) => nearestPlace(reference.places[i]!, value));
    const error = shownMiddle === null ? null : await this.error(unknown, [a, b], shownMiddle);
    return {
      unknown: unknowns[unknown]!, along: [coordinates[a]!.name, coordinates[b]!.name], value: { x, y, values }, ...(error === null ? {} : { error }),
      ...(residual === undefined ? {} : { residual: { x, y, values: residual.values, name: residual.name } }),
      // Where other coordinates are held, maps are slices themselves.
      slices: held === '' ? await this.slices(unknown, [a, b], pointAt, shownMiddle) : [], ...(held === '' ? {} : { held }),
    };
  }

  /** The network minus the reference, at places of the reference. */
  private async error(unknown: number, [a, b]: readonly [number, number], middle: readonly number[]): Promise<GridValues> {
    const { reference, rows: { original: { test } } } = this;
    const [across, up] = [a, b].map((i) => evenlyPicked(reference!.places[i]!.length)) as [number[], number[]];
    const found = across.flatMap((i) => up.map((j) => reference!.rowAt(middle.map((k, c) => (c === a ? i : c === b ? j : k)))));
    const there = found.filter((row) => row >= 0);
    const values = columnOf(await this.valuesAt(there.map((row) => [...test.inputs.values.subarray(row * test.inputs.width, (row + 1) * test.inputs.width)]), 'anywhere'), unknown);
    const errors = new Map(there.map((row, k) => [row, values[k]! - test.targets.values[row * test.targets.width + unknown]!]));
    return { x: across.map((i) => reference!.places[a]![i]!), y: up.map((j) => reference!.places[b]![j]!), values: found.map((row) => errors.get(row) ?? NaN) };
  }

  /** How an unknown runs along the second coordinate at some values of the first, those that the reference has where there is one. */
  private async slices(unknown: number, [a, b]: readonly [number, number], pointAt: (x: number, y: number) => Point, middle: readonly number[] | null): Promise<SolutionPlane['slices']> {
    const { coordinates, reference, rows: { original: { test } } } = this;
    const places = evenly(coordinates[b]!, ALONG);
    const { low, high } = coordinates[a]!;
    const wanted = SLICES.map((share) => low + share * (high - low));
    const known = (index: number): AlongCoordinate => {
      const rows = Array.from(reference!.places[b]!, (_, j) => reference!.rowAt(middle!.map((k, c) => (c === a ? index : c === b ? j : k))));
      const there = Array.from(reference!.places[b]!.keys()).filter((j) => rows[j]! >= 0);
      return { places: there.map((j) => reference!.places[b]![j]!), values: there.map((j) => test.targets.values[rows[j]! * test.targets.width + unknown]!) };
    };
    const indices = reference === null ? null : [...new Set(wanted.map((at) => nearestPlace(reference.places[a]!, at)))];
    const all = indices === null ? wanted.map((at) => ({ at })) : indices.map((index) => ({ at: reference!.places[a]![index]!, reference: known(index) }));
    const values = columnOf(await this.valuesAt(all.flatMap(({ at }) => Array.from(places, (place) => pointAt(at, place)))), unknown);
    return all.map((slice, k) => ({ ...slice, places, values: values.subarray(k * ALONG, (k + 1) * ALONG) }));
  }

  /** Unknowns at points, all in the user's units. */
  private async valuesAt(points: readonly Point[], where: 'inside' | 'anywhere' = 'inside'): Promise<Samples> {
    const { request: { evaluator, model, objective, data }, unknowns } = this;
    const inputs = this.inputsOf(points);
    const [outputs] = await evaluator.outputs(model, objective, [{ inputs, targets: { count: inputs.count, width: unknowns.length, values: new Float64Array(inputs.count * unknowns.length) } }]);
    const values = toUserUnits(outputs!, data.outputs);
    return where === 'inside' ? this.shown(points, values) : values;
  }

  /** How far each equation is from holding at points, 0 or more; none where the engine cannot say it. */
  private async residualsAt(points: readonly Point[]): Promise<readonly Residual[]> {
    const { request: { engine, model }, rows: { equations: { objective } }, set, scalars } = this;
    const blocks = objective.blocks.filter((block) => block.points === set && Object.values(block.reads).every(({ of }) => of !== 'target'));
    const inputs = this.inputsOf(points);
    try {
      const all: Residual[] = [];
      for (const block of blocks) all.push({ name: blocks.length === 1 ? `the ${block.name}` : block.name, values: this.shown(points, { count: points.length, width: 1, values: await residualsAt(engine, { ...model, scalars }, { ...objective, blocks: [{ ...block, weight: 1 }] }, set, inputs) }).values });
      return all;
    } catch (error) {
      if (isKnotworkError(error)) return [];
      throw error;
    }
  }

  /** Values without those at places that are none of the domain. */
  private shown(points: readonly Point[], { count, width, values }: Samples): Samples {
    const isInside = points.map(this.isInside);
    return { count, width, values: Float64Array.from(values, (value, k) => (isInside[Math.floor(k / width)]! ? value : NaN)) };
  }

  private inputsOf(points: readonly Point[]): Samples {
    return toNetworkUnits({ count: points.length, width: this.coordinates.length, values: Float64Array.from(points.flat()) }, this.request.data.inputs);
  }
}

interface Residual { readonly name: string; readonly values: Float64Array }

/** Of several equations: the root of the sum of squares. */
function together(residuals: readonly Residual[]): Residual {
  const name = residuals.length === 1 ? residuals[0]!.name : 'all equations';
  return { name, values: residuals[0]!.values.map((_, row) => Math.hypot(...residuals.map(({ values }) => values[row]!))) };
}

function evenly({ low, high }: { readonly low: number; readonly high: number }, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => (k === count - 1 ? high : low + (high - low) * k / (count - 1)));
}

/** Numbers of places, both ends among them, at most so many. */
function evenlyPicked(count: number): number[] {
  const most = Math.min(count, MOST_PLACES);
  return Array.from({ length: most }, (_, k) => (most === 1 ? 0 : Math.round(k * (count - 1) / (most - 1))));
}
