import type { RandomStream } from '@knotwork/numerics';

/** One of them, each as likely as the others. */
export function anyOf<T>(of: readonly T[], stream: RandomStream): T { return of[stream.integer(of.length)]!; }
