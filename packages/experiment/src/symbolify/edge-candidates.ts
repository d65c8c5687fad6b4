import { columnOf, type EdgePlace, edgesFrom, edgeSpreads, isRead, meanAndDeviation, outputShares } from '@knotwork/network';
import type { Samples, Vec } from '@knotwork/plugin';
import type { LayerStructure, Structure } from '@knotwork/plugin/engine';
import { type Candidate, type CurveError, suggest, type Suggestion } from '@knotwork/symbolic';
import { Turns } from '@knotwork/training';
import type { Model } from '../stages/stage.js';
import type { FunctionLibrary } from './function-library.js';
import { isWithin } from './known-between.js';
import { readingOf, type Reading } from './reading.js';

/** An edge, and what it may become. */
export interface EdgeCandidates extends EdgePlace {
  /** The best one first; none where its function is not finite. Behind them those of {@link straight}. */
  readonly readings: readonly Reading[];
  /**
   * Of an edge that alone enters a node which one edge alone leaves: the two are one function, of which training leaves open what each of them has. Readings from `first` on are
   * those of the whole, which become the edge's where the next one is a line.
   */
  readonly straight?: { readonly first: number; readonly next: number };
  /** Null where its function is not finite. */
  readonly suggestion: Suggestion | null;
  /** Share of the outputs' spread that flows through it. */
  readonly share: number;
}

/** How well outputs of a network are known, as shares of their spread. */
export interface OutputError {
  /** If all that is left of the training rows were an error of the network, and if it were noise of the rows, of which the network learned a share. */
  readonly most: number;
  readonly least: number;
}

/** What is known of the error of a curve besides: its root mean square over the rows. @returns null where nothing is */
export type KnownError = (edge: EdgePlace) => number | null;

/** Known to a factor of at least, and at most. */
const FACTORS = [1.65, 4] as const;
/** A curve may be wrong by so many times its own spread: beyond, it says nothing. */
const MOST_ERROR = 10;
/** Fewer leave no function to ask. */
const LEAST_OBSERVATIONS = 6;
/** Readings of a chain of two edges that are asked. */
const MOST_OF_CHAINS = 8;
/** Of its spread over the rows, what a function may be large beside its constant: beyond, it is bent by no more than rounding, and stands for something simpler. */
const LARGE = 1e4;
/** Places of a curve that are looked at: more tell no more of its quantiles. */
export const MOST_PLACES = 2000;

/** What curves are looked at with. */
export interface Looking {
  /** Inputs of every layer over some rows. */
  readonly activations: readonly Samples[];
  readonly weights: Vec | undefined;
  readonly error: OutputError;
  readonly known: KnownError;
  readonly library: FunctionLibrary;
  readonly signal: AbortSignal | undefined;
  /** Of numbers in texts; see `suggest`. */
  readonly digits?: number | 'all' | undefined;
}

/** What every one of some edges may become, by its function over the values that rows give its input. */
export async function edgeCandidates(edges: readonly EdgePlace[], model: Model, looking: Looking): Promise<EdgeCandidates[]> {
  const { structure, network: { parameters } } = model;
  const { edgeScore } = outputShares(structure, edgeSpreads(structure, parameters, (layer) => looking.activations[layer]!));
  const pause = new Turns().orEnd(looking.signal);
  const found: EdgeCandidates[] = [];
  for (const edge of edges) {
    await pause();
    const layer = structure.layers[edge.layer]!;
    const pair = edge.from * layer.sums + edge.to;
    const share = layer.terms.reduce((sum, { edges: { edgeAt } }, t) => sum + (edgeAt[pair]! < 0 ? 0 : edgeScore[edge.layer]![t]![edgeAt[pair]!]!), 0);
    found.push(candidatesOf(edge, model, share, looking));
  }
  return found.map((edge) => straightened(edge, found, model, looking));
}

function candidatesOf(place: EdgePlace, { structure, network: { parameters } }: Model, share: number, { activations, weights, error, known, library, digits }: Looking): EdgeCandidates {
  // Whoever asks again asks with what was said before, and none of that holds.
  const edge: EdgePlace = { layer: place.layer, from: place.from, to: place.to };
  const layer = structure.layers[edge.layer]!;
  const x = columnOf(activations[edge.layer]!, edge.from);
  const y = edgesFrom(layer, parameters, edge.from, x, 0).slice(edge.to * x.length, (edge.to + 1) * x.length);
  if (!x.every(Number.isFinite) || !y.every(Number.isFinite)) return { ...edge, readings: [], suggestion: null, share };
  const suggestion = suggest(library.of(edge), { x, y, ...(weights === undefined ? {} : { weights }) }, errorOf(structure, edge, y, share, error, known(edge)), digits);
  return { ...edge, readings: suggestion.candidates.filter((candidate) => isWithin(candidate, x) && (library.isAsked(edge) || isOrdinary(candidate, y))).map((candidate) => readingOf(candidate, library.useOf(edge, candidate.name))), suggestion, share };
}

/** Whether a function has a size that leaves digits for what it says of a curve: c f(a x + b) of c f(a x + b) + d. A line needs none. */
function isOrdinary({ name, numbers }: Candidate, y: Float64Array): boolean {
  if (numbers === null || name === 'linear') return true;
  const [, spread] = meanAndDeviation(y);
  return y.every((v) => Math.abs(v - numbers.d) <= LARGE * spread);
}

/** With readings of the whole of a chain of two edges. */
function straightened(edge: EdgeCandidates, edges: readonly EdgeCandidates[], { structure, network: { parameters } }: Model, { activations, weights, error, known, library }: Looking): EdgeCandidates {
  const next = nextOf(edge, edges, structure.layers);
  if (edge.readings.length === 0 || next < 0 || edges[next]!.readings.length === 0) return edge;
  const after = edges[next]!;
  const layer = structure.layers[after.layer]!;
  const [x, between] = [columnOf(activations[edge.layer]!, edge.from), columnOf(activations[after.layer]!, after.from)];
  const y = edgesFrom(layer, parameters, after.from, between, 0).slice(after.to * x.length, (after.to + 1) * x.length);
  const whole = suggest(library.of(edge), { x, y, ...(weights === undefined ? {} : { weights }) }, errorOf(structure, after, y, after.share, error, known(after)));
  const readings = whole.candidates.filter((candidate) => isWithin(candidate, x) && (library.isAsked(edge) || isOrdinary(candidate, y))).slice(0, MOST_OF_CHAINS).map((candidate) => readingOf(candidate, library.useOf(edge, candidate.name)));
  return { ...edge, readings: [...edge.readings, ...readings], straight: { first: edge.readings.length, next } };
}

/** The number of the edge that alone leaves the node which an edge alone enters; -1 where there is none. */
function nextOf({ layer, to }: EdgePlace, edges: readonly EdgePlace[], layers: Structure['layers']): number {
  const [own, next] = [layers[layer]!, layers[layer + 1]];
  const group = own.nodes.findLast(({ firstSum }) => firstSum <= to);
  if (next === undefined || group === undefined || group.formula !== null) return -1;
  const node = group.first + to - group.firstSum;
  const isOn = ({ terms, sums }: LayerStructure, from: number, sum: number): boolean => terms.some(({ edges: { edgeAt } }) => edgeAt[from * sums + sum]! >= 0);
  const entering = Array.from({ length: own.inputs }, (_, from) => isOn(own, from, to)).filter(Boolean).length;
  const leaving = Array.from({ length: next.sums }, (_, sum) => isOn(next, node, sum)).filter(Boolean).length;
  return entering === 1 && leaving === 1 ? edges.findIndex((edge) => edge.layer === layer + 1 && edge.from === node) : -1;
}

/** The error of a curve: what is known of it, or what the outputs' leaves for it, as the share of them that flows through it is. */
function errorOf({ layers }: Structure, { layer, from, to }: EdgePlace, y: Float64Array, share: number, { most, least }: OutputError, known: number | null): CurveError {
  const { sums, terms } = layers[layer]!;
  // Coefficients are what a curve has of independent numbers; a function has as many as there are places.
  const own = terms.filter(({ edges }) => edges.edgeAt[from * sums + to]! >= 0);
  const observations = own.every(isRead) ? {} : { observations: Math.max(LEAST_OBSERVATIONS, own.reduce((sum, { size }) => sum + size, 0)) };
  if (known !== null) return { size: known, ...observations };
  const [, spread] = meanAndDeviation(y);
  const relative = share > 0 ? Math.min(Math.sqrt(most * least) / share, MOST_ERROR) : MOST_ERROR;
  return { size: relative * spread, factor: Math.min(Math.max(Math.sqrt(most / least) || 1, FACTORS[0]), FACTORS[1]), ...observations };
}

