/** Share of the largest term from which on what is left of an equation or a condition is no small error: decision 99 has what solutions leave. */
export const UNSOLVED = 0.05;
/** Terms that are smaller count as this large: where the solution is 0, they are as small as what is left of them. */
const SMALLEST = 1e-2;
/** The same where finer grids left as much, to that share of it: terms may be as large as they like where what solves the equation without conditions can be added. */
const [SLIGHT, STAYS] = [0.005, 0.99];
/** Share of the largest term from which on what is left between points is no solution, however little is left at them: where it is steep there, more of it is usual than at points. */
const NOT_BETWEEN = 0.5;
/** Share of what the first grid left; more of it says that finer grids hardly help. */
const AS_BEFORE = 0.9;

type Numbers = Readonly<Record<string, number>>;
interface Solved { readonly uncertainty?: { readonly measured: number }; readonly residuals: Numbers; readonly elsewhere?: Numbers; readonly sizes: Numbers; readonly rungs?: readonly { readonly residuals: Numbers }[] }

/**
 * Where the last stage that solved equations clearly did not: what is left of them beside the size of their terms, and what to do; null elsewhere.
 *
 * @param result content of result.json
 */
export function unsolvedNote(result: Readonly<Record<string, unknown>>): string | null {
  const { stages = [] } = result as { readonly stages?: readonly Partial<Solved>[] };
  const solved = stages.filter((stage): stage is Solved => stage.sizes !== undefined && stage.residuals !== undefined).at(-1);
  if (solved === undefined) return null;
  const { residuals, elsewhere = {}, sizes, uncertainty, rungs = [] } = solved;
  const lasting = (name: string): number => (rungs.length < 2 ? 0 : residuals[name]! / rungs[0]!.residuals[name]!);
  // Equations give way to the noise of measured rows, on any grid.
  const isExact = (uncertainty?.measured ?? 0) === 0;
  const isLeft = (name: string, residual: number, size: number): boolean => residual / size * Math.min(1, size / SMALLEST) > (isExact && lasting(name) > STAYS ? SLIGHT : UNSOLVED);
  const left = Object.entries(sizes).map(([name, size]) => {
    const [at, between] = [residuals[name]!, elsewhere[name] ?? 0];
    // What is left at the points says more of what is wrong.
    const isBetween = !isLeft(name, at, size) && between > NOT_BETWEEN * size;
    return { name, size, isBetween, residual: isBetween ? between : at, share: (isBetween ? between : at) / size };
  }).filter(({ name, residual, size }) => isLeft(name, residual, size)).sort((a, b) => b.share - a.share);
  const [worst] = left;
  if (worst === undefined) return null;
  const others = left.length === 1 ? '' : `; ${left.slice(1, 4).map(({ name, share }) => `of ${name} ${percent(share)}`).join(', ')}${left.length > 4 ? `, and of ${left.length - 4} more` : ''}`;
  const grids = worst.isBetween ? 'Give it more points, or draw them anew (draw: { every: 20 })' : rungs.length < 2 ? 'Try finer grids (levels of solve) and more starts' : lasting(worst.name) > AS_BEFORE ? 'Finer grids hardly made it smaller' : 'Try still finer grids (levels of solve) and more starts';
  return `the problem is not solved: the residual of ${worst.name}${worst.isBetween ? ' between its points' : ''} is ${beside(worst.share)} (root mean squares, ${worst.residual.toPrecision(2)} and ${worst.size.toPrecision(2)}${others}). ${grids}. Look at the equations and conditions: whether there is a solution, whether it stays finite and smooth in all of the domain, and whether conditions agree`;
}

const beside = (share: number): string => (share < 0.995 ? `${percent(share)} of its largest term` : share < 1.5 ? 'as large as its largest term' : `${Number(share.toPrecision(2))} times its largest term`);
const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
