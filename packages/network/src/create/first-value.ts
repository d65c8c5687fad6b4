import type { ShapeParameter } from '@knotwork/plugin';

/** First value of a shape parameter. @param share place within its interval, from 0 to 1, where it begins in one */
export function firstValue({ initial }: ShapeParameter, share: number): number {
  return typeof initial === 'number' ? initial : initial.from + share * (initial.to - initial.from);
}
