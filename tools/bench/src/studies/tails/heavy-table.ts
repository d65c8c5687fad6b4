import { randomStream, type RandomStream } from '@knotwork/numerics';

/** How inputs are drawn. */
export const INPUTS: Readonly<Record<string, (stream: RandomStream) => number>> = {
  normal: (stream) => stream.normal(),
  lognormal: (stream) => Math.exp(1.5 * stream.normal()),
  // Student's t with nu degrees of freedom: sqrt(nu (u^(-2/nu) - 1)) cos(2 pi v), of two even numbers. R. W. Bailey 1994, the polar method.
  't of 1.5': (stream) => Math.sqrt(1.5 * ((1 - stream.next()) ** (-2 / 1.5) - 1)) * Math.cos(2 * Math.PI * stream.next()),
};

/** Nearly the rank of a value among heavy tails, from -1 to 1. */
const rank = (x: number): number => (2 / Math.PI) * Math.atan(x);

/** What is to be learned of two inputs. */
export const TARGETS: Readonly<Record<string, (a: number, b: number) => number>> = {
  'sin(pi rank a) + (rank b)^2': (a, b) => Math.sin(Math.PI * rank(a)) + rank(b) ** 2,
  'exp(-a^2) + b / (1 + b^2)': (a, b) => Math.exp(-a * a) + b / (1 + b * b),
  'asinh(a) + sin(asinh(b))': (a, b) => Math.asinh(a) + Math.sin(Math.asinh(b)),
  'a + b / 2': (a, b) => a + b / 2,
};

const ROWS = { learned: 500, test: 500 };

/**
 * A table with the columns a, b, y and part, of which the rows with part 1 are the test. Where the network learns, y has normal noise of a tenth of the
 * spread of its middle half.
 */
export function heavyTable(inputs: string, target: string, seed: number): string {
  const stream = randomStream(seed, `${inputs}, ${target}`);
  const rows = Array.from({ length: ROWS.learned + ROWS.test }, () => {
    const [a, b] = [INPUTS[inputs]!(stream), INPUTS[inputs]!(stream)];
    return { a, b, y: TARGETS[target]!(a, b) };
  });
  const sorted = rows.map(({ y }) => y).sort((p, q) => p - q);
  const spread = (sorted[Math.floor(0.75 * rows.length)]! - sorted[Math.floor(0.25 * rows.length)]!) / 1.349;
  const lines = rows.map(({ a, b, y }, k) => (k < ROWS.learned ? `${a},${b},${y + 0.1 * spread * stream.normal()},0` : `${a},${b},${y},1`));
  return ['a,b,y,part', ...lines].join('\n');
}
