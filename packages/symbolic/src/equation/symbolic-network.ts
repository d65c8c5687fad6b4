import { type Formula } from '@knotwork/algebra';
import { claimsOfFunction, effectiveCoefficients, namedFunction } from '@knotwork/network';
import type { AffineMap, Catalog, Network, OutputConditions, PluginUse, VariableMap } from '@knotwork/plugin';
import type { LayerStructure, NodeGroup, ReadFeature, Structure, TermStructure } from '@knotwork/plugin/engine';
import { type KnownFunction, knownFunction } from './known-function.js';

/** Part of an edge of a symbolic network: c f(a x + b), or c x^power. */
export type EdgePart = { readonly f: KnownFunction; readonly a: number; readonly b: number; readonly c: number } | { readonly power: number; readonly c: number };

/** An edge that is read as functions: their sum. */
export interface SymbolicEdge {
  readonly from: number;
  /** The sum that it leads to. */
  readonly to: number;
  readonly parts: readonly EdgePart[];
}

export interface SymbolicLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Constant of each sum. */
  readonly bias: readonly number[];
  readonly edges: readonly SymbolicEdge[];
  readonly nodes: readonly NodeGroup[];
}

/** A variable of a symbolic network, in the user's units, and how it becomes the network's. */
export interface SymbolicVariable<Map> {
  readonly name: string;
  readonly unit?: string;
  readonly map: Map;
  /** Of an output: what it holds by construction. */
  readonly conditions?: OutputConditions;
}

/** A network all of whose edges are functions. */
export interface SymbolicNetwork {
  readonly inputs: readonly SymbolicVariable<VariableMap>[];
  readonly outputs: readonly SymbolicVariable<AffineMap>[];
  readonly layers: readonly SymbolicLayer[];
}

/** An edge that is a curve. */
export interface UnreadEdge {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  /** Name of its basis. */
  readonly basis: string;
}

/**
 * A network as functions, or the edges that are none yet. An edge whose coefficients are all 0 is none, whatever its basis.
 *
 * @throws KnotworkError `input` for a function that the catalog does not have, `plugin` for one that claims what no claim may be
 */
export function readable(structure: Structure, { spec, parameters }: Network, catalog: Catalog): SymbolicNetwork | { readonly unread: readonly UnreadEdge[] } {
  const unread: UnreadEdge[] = [];
  const functions = new Map<string, KnownFunction>();
  const functionOf = (use: PluginUse): KnownFunction => {
    const key = JSON.stringify(use);
    const f = functions.get(key) ?? functionFrom(key, use, catalog);
    functions.set(key, f);
    return f;
  };
  const layers = structure.layers.map((layer): SymbolicLayer => {
    const edges = new Map<string, { from: number; to: number; parts: EdgePart[] }>();
    for (const term of layer.terms) {
      for (const { from, to, parts } of edgesOfTerm(term, parameters, functionOf)) {
        if (parts === null) { unread.push({ layer: layer.index, from, to, basis: term.basisName }); continue; }
        const key = `${from} ${to}`;
        const edge = edges.get(key) ?? { from, to, parts: [] };
        edge.parts.push(...parts);
        edges.set(key, edge);
      }
    }
    return { inputs: layer.inputs, outputs: layer.outputs, bias: biasOf(layer, parameters), edges: [...edges.values()].sort((a, b) => a.from - b.from || a.to - b.to), nodes: layer.nodes };
  });
  return unread.length > 0 ? { unread } : { inputs: spec.inputs, outputs: spec.outputs, layers };
}

/** Edges of a term that do something; `parts` is null for one that is a curve. */
function edgesOfTerm(term: TermStructure, parameters: Float64Array, functionOf: (use: PluginUse) => KnownFunction): { from: number; to: number; parts: EdgePart[] | null }[] {
  const { edges, size, reads, map, outside, segments: { baseWeight, shape } } = term;
  const isRead = reads !== null && map === null && outside === 'free';
  return [...edges.inputs].flatMap((input, k) => {
    const coefficients = effectiveCoefficients(term, parameters, input);
    return Array.from({ length: edges.starts[k + 1]! - edges.starts[k]! }, (_, n) => {
      const edge = edges.starts[k]! + n;
      const of = coefficients.subarray(n * size, (n + 1) * size);
      const hasBase = term.base !== null && parameters[baseWeight!.offset + edge] !== 0;
      const numberAt = (place: string | number): number => (typeof place === 'number' ? place : parameters[shape[place]!.offset + edge]!);
      const isNothing = !hasBase && of.every((c) => c === 0);
      return { from: input, to: edges.to[edge]!, parts: isNothing ? [] : isRead && !hasBase ? partsOf(reads, of, numberAt, functionOf) : null };
    });
  }).filter(({ parts }) => parts === null || parts.length > 0);
}

function partsOf(reads: readonly ReadFeature[], coefficients: Float64Array, numberAt: (place: string | number) => number, functionOf: (use: PluginUse) => KnownFunction): EdgePart[] {
  return reads.flatMap((reading, s): EdgePart[] => {
    const c = coefficients[s]!;
    if (c === 0) return [];
    return ['power' in reading ? { power: reading.power, c } : { f: functionOf(reading.f), a: numberAt(reading.a), b: numberAt(reading.b), c }];
  });
}

function functionFrom(key: string, use: PluginUse, catalog: Catalog): KnownFunction {
  return knownFunction(key, use.kind, namedFunction(use, catalog), claimsOfFunction(use, catalog));
}

const biasOf = ({ bias: { offset, length } }: LayerStructure, parameters: Float64Array): number[] => [...parameters.subarray(offset, offset + length)];

/** A node's formula of its sums, and their numbers; null for a node that is its one sum. */
export function nodeOfOutput(layer: SymbolicLayer, output: number): { readonly formula: Formula | null; readonly sums: readonly number[] } {
  const { first, firstSum, arity, formula } = layer.nodes.findLast((group) => group.first <= output)!;
  const from = firstSum + (output - first) * arity;
  return { formula, sums: Array.from({ length: arity }, (_, k) => from + k) };
}
