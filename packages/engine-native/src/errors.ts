import { KnotworkError } from '@knotwork/plugin';

/** What would make a program smaller. */
export const LESS = {
  network: 'narrower layers', numbers: 'fewer numbers of an edge (such as intervals of its basis)', rows: 'fewer rows', starts: 'fewer starts kept', precision: 'engine.precision=float32', otherPrecision: 'engine.precision=float32 if it is float64',
} as const;

/** @param less what would help, at least one */
export function outOfMemory(bytes: number, less: readonly (keyof typeof LESS)[]): KnotworkError {
  const words = less.map((way) => LESS[way]);
  return new KnotworkError('capability',
    `The engine "native" needs ${(bytes / 2 ** 30).toFixed(1)} GiB for this network and its rows; one program has 4 GiB at most. Use ${words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`}.`,
    { plugin: 'engine native' });
}

export function noMemory(cause: unknown): KnotworkError {
  return new KnotworkError('capability',
    'The engine "native" got no memory for kernels: the host limits address space, of which every compiled program reserves some GiB. Raise the limit (ulimit -v), compile fewer programs at a time, or set engine.kernels=off.',
    { plugin: 'engine native', cause });
}

/** @param because why there are none */
export function noContraction(because: string): KnotworkError {
  return new KnotworkError('capability', `The engine "native" has no native contractions here: ${because}. Set engine.contraction=auto, which does without them in such a case.`, { plugin: 'engine native' });
}

/** What the environment says of threads is no number of them. */
export function badThreads(variable: string, text: string): KnotworkError {
  return new KnotworkError('environment', `${variable} says how many threads Knotwork may compute with, a whole number of at least 1; got "${text}". Without it, it takes all processors, up to eight.`);
}
