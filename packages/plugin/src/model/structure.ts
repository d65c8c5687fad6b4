import type { Expr, Formula } from '@knotwork/algebra';
import type { PluginUse } from '../definition/use.js';
import type { FeatureReading, ShapeParameter } from '../kinds/basis.js';
import type { InputMap, NetworkSpec, Outside } from './network-spec.js';

/** What a stretch of the parameter vector holds. */
export type SegmentRole = 'coefficients' | 'baseWeight' | 'basisWeight' | 'bias' | 'domain' | 'knots' | 'shape';

/** A named stretch of the parameter vector. */
export interface Segment {
  /** Such as `layers.0.terms.0.coefficients`. */
  readonly name: string;
  readonly role: SegmentRole;
  readonly layer: number;
  /** -1 for what belongs to the nodes (bias). */
  readonly term: number;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
  /** Whether an optimizer may change it. Domains and knots move by edits only. */
  readonly trainable: boolean;
}

/** What a basis claims with the options of a term, see `BasisCapabilities`: asked once, by `resolve`, and plain from then on. */
export interface TermClaims {
  readonly spansConstants: boolean;
  /** Order of the highest derivative whose square has an integral; Infinity where no derivative of any order jumps. */
  readonly smoothness: number;
  /** Order of the differences that smoothing takes, at least 1; null where coefficients have no order. */
  readonly differenceOrder: number | null;
  /** Order of approximation; null where none is claimed. */
  readonly order: number | null;
  /** The option that sets the resolution and its value; null for a basis without. */
  readonly refine: { readonly option: string; readonly level: number } | null;
}

/** Shape parameters of one edge, by name. */
type ShapeValues = Readonly<Record<string, number>>;

/** A feature as part of an equation, see `FeatureReading`, with its function in full, and as text: the function, or the power, of x alone, such as `sin(x)`. */
export type ReadFeature = { readonly text: string } & (Extract<FeatureReading, { readonly power: number }> | (Omit<Extract<FeatureReading, { readonly f: string }>, 'f'> & { readonly f: PluginUse }));

/** The edges of a term that are on, ascending: by input, then by sum. Edge number e leads from `from[e]` to `to[e]`. */
export interface TermEdges {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Inputs that some edge leaves, ascending. */
  readonly inputs: Uint32Array;
  /** First edge of each of these inputs, and the number of edges: `[inputs + 1]`. */
  readonly starts: Uint32Array;
  /** Number of the edge from an input to a sum, -1 where it is off: `[layer inputs][sums]`. */
  readonly edgeAt: Int32Array;
  /** Number of an input among those that some edge leaves, -1 where none does: `[layer inputs]`. */
  readonly inputAt: Int32Array;
}

/** A term with its names resolved to formulas. */
export interface TermStructure {
  readonly index: number;
  readonly form: 'window' | 'global';
  /** Name of the basis, for messages and for whoever asks the catalog what it would be with other options. */
  readonly basisName: string;
  readonly basisOptions: Readonly<Record<string, unknown>>;
  readonly claims: TermClaims;
  readonly inputMap: InputMap;
  /** What the features see of the input `x`, for input maps that squash it; null for x itself. */
  readonly map: Expr | null;
  /** The domain where it is the same for every input and never moves, as with every input map but `interval`; else null. */
  readonly fixedDomain: readonly [number, number] | null;
  /** How the term follows when a domain moves: what the basis declares, `none` where the domain is fixed. */
  readonly onDomainMove: 'refit' | 'transport' | 'none';
  /**
   * Asks the basis for the shape parameters of one edge after its domain moved, such that its function is the same; null unless `onDomainMove` is
   * `transport`. What the basis throws, or returns against its contract, is a KnotworkError `plugin`.
   */
  readonly transport: ((shape: ShapeValues, from: readonly [number, number], to: readonly [number, number]) => ShapeValues) | null;
  /** `free` where a map keeps what features see inside the domain. */
  readonly outside: Outside;
  /** Coefficients per edge. */
  readonly size: number;
  /** Live features; equal to `size` for a global term. */
  readonly window: number;
  /** Intervals of the grid, or null where the features use no cells. */
  readonly intervals: number | null;
  /** `even`: evenly spaced between the ends of the domain. `own`: where the segment `knots` says, for every input. */
  readonly knots: 'even' | 'own';
  /** Whether knots may be its own: the basis asks where they are and does not take the number of an interval for its position. */
  readonly mayOwnKnots: boolean;
  /** Shape parameters by name. */
  readonly shape: Readonly<Record<string, ShapeParameter>>;
  /**
   * Live features as expressions of `x`, `grid.min`, `grid.max`, as the basis wrote them: x is what the map makes of an input, and they
   * are not yet continued outside the domain.
   * Shape parameters are inputs named `shape.NAME`. Cells and knots are already rewritten for the kind of knots the term has: those of
   * their own stand in the table `grid.knots`.
   */
  readonly features: { readonly start: Expr | null; readonly values: readonly Expr[] };
  /** What each feature is in an equation, one per coefficient; null where the basis does not say. They hold for x itself: of a term whose `map` is null and that is `free` outside. */
  readonly reads: readonly ReadFeature[] | null;
  /** The base function of `x`, or null. */
  readonly base: Expr | null;
  readonly hasBasisWeight: boolean;
  /** The edges that are on. Numbers of the term are kept for these alone. */
  readonly edges: TermEdges;
  readonly segments: {
    /** `[edges][size]`, `[edges]`, `[edges]`, `[live inputs][2]`, edges and live inputs as `edges` numbers them. */
    readonly coefficients: Segment; readonly baseWeight: Segment | null; readonly basisWeight: Segment | null; readonly domain: Segment;
    /** `[live inputs][intervals + 1]` in grid units, from 0 to `intervals`; null for even knots. */
    readonly knots: Segment | null;
    /** By name: `[edges]` for the scope `edge`, `[live inputs]` for `input`, `[1]` for `layer`. */
    readonly shape: Readonly<Record<string, Segment>>;
  };
}

/** Nodes of a layer that are made in the same way, each of `arity` sums of its own. */
export interface NodeGroup {
  /** Number of the first node, and of the first sum: node n of the group has the sums `firstSum` + n `arity` and following. */
  readonly first: number;
  readonly firstSum: number;
  readonly count: number;
  readonly arity: number;
  /** From `z0`, `z1`, ..., the sums of a node, to its output `y`; null where that is its one sum. */
  readonly formula: Formula | null;
}

/** Edges lead from inputs to sums; nodes make outputs of sums. */
export interface LayerStructure {
  readonly index: number;
  readonly inputs: number;
  readonly sums: number;
  readonly outputs: number;
  readonly terms: readonly TermStructure[];
  /** In the order of the outputs. */
  readonly nodes: readonly NodeGroup[];
  /** Whether every output is the sum of its number. */
  readonly isSum: boolean;
  /** `[sums]` */
  readonly bias: Segment;
  /** 1 for sums whose bias is trainable: those into which no edge spans constants, unless they belong to hidden nodes that no edge leaves. */
  readonly trainsBias: Uint8Array;
}

/** A specification with every name looked up and every formula traced. Made by `resolve`, once per spec. */
export interface Structure {
  readonly spec: NetworkSpec;
  readonly layers: readonly LayerStructure[];
  readonly segments: readonly Segment[];
  /** Length of the parameter vector. */
  readonly length: number;
}
