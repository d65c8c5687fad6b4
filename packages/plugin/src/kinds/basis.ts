import type { Expr, Grid, Operand } from '@knotwork/algebra';
import type { PluginUse } from '../definition/use.js';
import * as z from '../zod.js';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts, type PartsOf } from '../definition/declared-parts.js';

/** Features with local support: `values` are the few live ones, `start` the index of the first of them. */
export interface WindowFeatures {
  /** Index of the first live feature, 0..size-window; the engine clamps it. */
  readonly start: Expr;
  /** The live features, as many as `window(options)` says. */
  readonly values: readonly Expr[];
}

/** What may share one value of a shape parameter. */
export const SCOPES = ['layer', 'input', 'edge'] as const;

/** A trainable or fixed parameter of a basis besides its linear coefficients, such as a frequency or a wavelet's scale. */
export interface ShapeParameter {
  /** What shares one value: the whole layer, all edges that leave an input, or nothing (`edge`). */
  readonly scope: (typeof SCOPES)[number];
  readonly trainable: boolean;
  /** Value before training: one for all, or drawn evenly from an interval for each. In the units that `features` reads it in. */
  readonly initial: number | { readonly from: number; readonly to: number };
  /** Kept by the framework: no step takes the value below a tenth of what it was, or below 1e-6. */
  readonly constraint?: 'positive';
}

/**
 * A feature as part of an equation: f(a x + b), where f is one of the functions that the basis asks for, by its local name, and a and b are numbers or
 * names of shape parameters of scope `edge`; or a whole power of x, at least the first.
 */
export type FeatureReading = { readonly f: string; readonly a: string | number; readonly b: string | number } | { readonly power: number };

/** What a basis claims. Checks, chooser pages and the refusal of impossible combinations read it. */
export interface BasisCapabilities<O> {
  /** `window`: a few live values, cost independent of the resolution. `global`: all values. */
  readonly support: 'window' | 'global';
  /** Whether constants lie in the span: then the bias of a node fed by it is not trained. */
  readonly spansConstants: boolean;
  /**
   * How edges follow when the domain moves: `refit` by least squares, `transport` by an exact map of the parameters,
   * `none`: the domain is fixed.
   */
  readonly onDomainMove: 'refit' | 'transport' | 'none';
  /** The option that sets the resolution, and when raising it keeps every function of the span exactly. */
  readonly refine?: { readonly option: string; exactWhen(from: number, to: number): boolean };
  /** Order of approximation: the error of the best fit of a smooth function falls like h^order. */
  order?(options: O): number;
  /**
   * Order of the highest derivative whose square has an integral: k of splines of degree k, 1 of hats, 0 of steps. The one below it is continuous.
   * Left out: no derivative of any order jumps, as in polynomials and waves.
   */
  smoothness?(options: O): number;
  /**
   * For coefficients that belong to neighbouring places: order of the differences that smoothing takes, at least 1. Coefficients that lie on a
   * polynomial of a lower degree are as smooth as they can be. Left out: coefficients have no order, and smoothing does not act on them.
   */
  differenceOrder?(options: O): number;
}

/** A family of functions of one variable. */
export interface BasisDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'basis', S> {
  readonly capabilities: BasisCapabilities<OptionsOf<S>>;
  /** Number of coefficients per edge. */
  size(options: OptionsOf<S>): number;
  /** Number of live features, for `support: 'window'`. */
  window?(options: OptionsOf<S>): number;
  /** Number of grid intervals inside the domain, for bases whose features use `grid.cell` or `grid.knot`. */
  intervals?(options: OptionsOf<S>): number;
  /**
   * Operations that all features of one x take where each is computed, zero or not, as codes do that know no local support: for comparisons of costs, never for what is computed. A number of at
   * least 0 that does not fall where the resolution rises. Left out: what the formula of the features takes, of a window as often as it fits into all of them.
   */
  denseOperations?(options: OptionsOf<S>): number;
  /** Shape parameters by name, for bases that have any. */
  shape?(options: OptionsOf<S>): Readonly<Record<string, ShapeParameter>>;
  /**
   * Functions of one variable that the features use, by the names under which they get them: so a basis can be made of any function that is installed.
   * Left out for none.
   */
  functions?(options: OptionsOf<S>): Readonly<Record<string, PluginUse>>;
  /**
   * What each feature is in an equation, one per coefficient, in order. For global features that are the same wherever the domain lies; left out by a basis
   * whose edges are curves and no functions that people write down.
   */
  reads?(options: OptionsOf<S>): readonly FeatureReading[];
  /**
   * For `onDomainMove: 'transport'`: shape parameters of one edge after its domain moved, such that its function is the same.
   * Coefficients stay.
   */
  transport?(
    shape: Readonly<Record<string, number>>, from: readonly [number, number], to: readonly [number, number], options: OptionsOf<S>,
  ): Readonly<Record<string, number>>;
  /**
   * The features as formulas of the input x. Pure; must not branch on values (use `where`).
   * What happens outside the domain is not the basis's business: the framework rewrites the formula.
   *
   * @param shape parameters by name, @param functions those that `functions` asked for, with their options
   */
  features(
    x: Expr, grid: Grid, options: OptionsOf<S>, shape: Readonly<Record<string, Expr>>, functions: Readonly<Record<string, (x: Operand) => Expr>>,
  ): readonly Expr[] | WindowFeatures;
}

const CAPABILITIES: PartsOf<BasisCapabilities<unknown>> = {
  support: z.enum(['window', 'global']), spansConstants: z.boolean(), onDomainMove: z.enum(['refit', 'transport', 'none']),
  refine: z.strictObject({ option: z.string(), exactWhen: called }).optional(),
  order: called.optional(), smoothness: called.optional(), differenceOrder: called.optional(),
};
const PARTS: Parts<BasisDefinition> = {
  capabilities: z.strictObject(CAPABILITIES), size: called, window: called.optional(), intervals: called.optional(), denseOperations: called.optional(), shape: called.optional(), functions: called.optional(),
  reads: called.optional(), transport: called.optional(), features: called,
};

/**
 * Declares a basis.
 *
 * @throws KnotworkError `plugin` when a part is missing, misspelled or not what it must be
 */
export function defineBasis<S extends OptionsSchema>(basis: Omit<BasisDefinition<S>, 'kind'>): BasisDefinition<S> {
  return define({ kind: 'basis', ...basis }, PARTS);
}
