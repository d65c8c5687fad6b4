import { evaluate, trace } from '@knotwork/algebra';
import type { EdgeGroup } from '@knotwork/network';
import type { Catalog, InputVariable, PluginUse, Samples } from '@knotwork/plugin';
import type { Factor } from '@knotwork/symbolic';

/** Numbers that f is tried on, and how near it must be to a power. */
const TRIED = [0.3, 1.7, 5];
const ROUNDING = 1e-12;

/** A power that is installed: f(x) = x^power where x > 0; 0 is the logarithm, as on Tukey's ladder. */
export interface Power { readonly power: number; readonly use: PluginUse }

/** Powers among the functions that are installed, by their values: of several of one exponent the least far-fetched. */
export const powersOf = (catalog: Catalog): Power[] => ladderOf(catalog).filter(({ power }) => power !== 0);

/** Powers and the logarithm, likewise. */
export function ladderOf(catalog: Catalog): Power[] {
  const byPower = new Map<number, Power & { readonly complexity: number }>();
  for (const { use, isScaling, complexity, at } of valuesOf(catalog)) {
    if (!isScaling) continue;
    const power = isAs(at, Math.log) ? 0 : Math.round(Math.log2(at(2)) * 12) / 12;
    const isPower = isAs(at, power === 0 ? Math.log : (x) => x ** power) && Math.abs(at(-1)) !== 0;
    if (isPower && complexity < (byPower.get(power)?.complexity ?? Infinity)) byPower.set(power, { power, use, complexity });
  }
  return [...byPower.values()].map(({ power, use }) => ({ power, use }));
}

/** Powers and the logarithm, and powers of other exponents as far as a function is installed that takes an exponent. */
export function ladderWith(exponents: readonly number[], catalog: Catalog): Power[] {
  const installed = ladderOf(catalog);
  const others = exponents.filter((exponent) => !installed.some(({ power }) => power === exponent));
  return [...installed, ...others.flatMap((power): Power[] => { const use = functionAs(catalog, (x) => x ** power, { exponent: power }); return use === null ? [] : [{ power, use }]; })];
}

/** The function that has the values of another one above 0, the least far-fetched of several; null where none is installed. @param options of such a function */
export function functionAs(catalog: Catalog, of: (x: number) => number, options: object = {}): PluginUse | null {
  return valuesOf(catalog, options).filter(({ at }) => isAs(at, of)).sort((a, b) => a.complexity - b.complexity)[0]?.use ?? null;
}

const isAs = (at: (x: number) => number, of: (x: number) => number): boolean => TRIED.every((x) => Math.abs(at(x) / of(x) - 1) < ROUNDING);

/** Functions that are installed, as far as they say what is known of them. */
function valuesOf(catalog: Catalog, given: object = {}): readonly { readonly use: PluginUse; readonly isScaling: boolean; readonly complexity: number; readonly at: (x: number) => number }[] {
  return catalog.list('function').flatMap(({ definition }) => {
    const options = definition.options.safeParse(given);
    const claims = options.success ? definition.claims?.(options.data) : undefined;
    if (claims === undefined) return [];
    const f = trace(['x'], (x) => ({ y: definition.apply(x!, options.data!) }));
    return [{ use: { kind: definition.name, ...given }, isScaling: claims.scaling === true, complexity: claims.complexity ?? 2, at: (x: number) => evaluate(f, { x })['y']! }];
  });
}

/** An edge c f(a z + b). */
export const functionEdge = (f: PluginUse, a: number, b: number): Omit<EdgeGroup, 'only'> => ({ basis: { kind: 'function', f, a, b }, edge: { kind: 'plain' }, inputMap: 'interval', outside: 'free' });

/** Edges that are powers, as rows of some units have them. */
export class PowerEdges {
  constructor(private readonly installed: readonly Power[], private readonly inputs: readonly InputVariable[], private readonly rows: Samples) {}

  get width(): number { return this.rows.width; }

  /** One for each factor, to sums from a first one on. */
  of(factors: readonly Factor[], first: number): EdgeGroup[] { return factors.map((factor, k) => ({ only: [[factor.input, first + k]], ...this.edgeOf(factor) })); }

  /** What an edge makes of a power of an input in the user's units: so many times that; of a logarithm, that and a constant. */
  sizeOf({ input, power }: Factor): number { return power === 0 ? 1 : this.ratioOf({ input, power }) ** power; }

  /** What an edge adds to a logarithm; 0 of a power. */
  shiftOf({ input, power }: Factor): number { return power === 0 ? Math.log(this.ratioOf({ input, power })) : 0; }

  /** An edge c f(a z + b) of a function that is x^power. */
  functionOf(power: number, a = 1, b = 0): Omit<EdgeGroup, 'only'> { return functionEdge(this.useOf(power), a, b); }

  /** The numbers of f(a x^power + b) where f is of the node that an edge makes of the power. */
  ofNode(factor: Factor, a: number, b: number): { readonly a: number; readonly b: number } {
    const slope = a / this.sizeOf(factor);
    return { a: slope, b: b - slope * this.shiftOf(factor) };
  }

  /** The function that is x^power. */
  useOf(power: number): PluginUse { return this.installed.find((of) => of.power === power)!.use; }

  /** A power of an input in the user's units, of a root mean square of 1 over the rows: a z + b is in proportion to the input, and 0 where that is, to the last digit. */
  private edgeOf({ input, power }: Factor): Omit<EdgeGroup, 'only'> {
    const { center, scale } = this.mapOf(input);
    const a = this.slopeOf({ input, power });
    return this.functionOf(power, a, a * (center / scale));
  }

  private mapOf(input: number): Extract<InputVariable['map'], { kind: 'affine' }> { return this.inputs[input]!.map as Extract<InputVariable['map'], { kind: 'affine' }>; }

  /** How many times an input in the user's units the argument of an edge is. */
  private ratioOf(factor: Factor): number { return this.slopeOf(factor) / this.mapOf(factor.input).scale; }

  private slopeOf({ input, power }: Factor): number {
    if (power === 0) return 1;
    const { count, width, values } = this.rows;
    const { scale } = this.mapOf(input);
    let squares = 0;
    for (let n = 0; n < count; n++) squares += Math.abs(values[n * width + input]! / scale) ** (2 * power) / count;
    return squares > 0 && Number.isFinite(squares) ? squares ** (-0.5 / power) : 1;
  }
}

/** A power of an input in words: `r^-2`, `log r`. */
export function factorText({ input, power }: Factor, inputs: readonly InputVariable[]): string {
  const { name } = inputs[input]!;
  return power === 1 ? name : power === 0 ? `log ${name}` : `${name}^${power}`;
}
