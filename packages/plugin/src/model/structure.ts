import type { Expr, Formula } from '@knotwork/algebra';
import type { ShapeParameter } from '../kinds/basis.js';
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
  /** The base function of `x`, or null. */
  readonly base: Expr | null;
  readonly hasBasisWeight: boolean;
  /** 1 where the edge is on: `[inputs][outputs]`. */
  readonly mask: Uint8Array;
  readonly segments: {
    readonly coefficients: Segment; readonly baseWeight: Segment | null; readonly basisWeight: Segment | null; readonly domain: Segment;
    /** `[inputs][intervals + 1]` in grid units, from 0 to `intervals`; null for even knots. */
    readonly knots: Segment | null;
    /** By name: `[inputs][outputs]` for the scope `edge`, `[inputs]` for `input`, `[1]` for `layer`. */
    readonly shape: Readonly<Record<string, Segment>>;
  };
}

export interface LayerStructure {
  readonly index: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly terms: readonly TermStructure[];
  /** Node formula from `z` to `y`, or null for the identity. */
  readonly node: Formula | null;
  readonly bias: Segment;
  /** 1 for outputs whose bias is trainable: those into which no edge spans constants, unless they are hidden nodes that no edge leaves. */
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
