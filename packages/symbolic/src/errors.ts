import { KnotworkError } from '@knotwork/plugin';

/** Of one curve. */
export const lengthsDiffer = (x: number, y: number, weights: number | undefined): KnotworkError => new KnotworkError('input',
  `A curve needs as many values as places${weights === undefined ? '' : ' and weights'}; got ${x} places, ${y} values${weights === undefined ? '' : ` and ${weights} weights`}.`);

export const notFinite = (what: string, at: number, value: number): KnotworkError => new KnotworkError('input',
  `The ${what} of a curve must be finite numbers; got ${value} at index ${at}. Leave that point out.`);

export const badWeight = (at: number, value: number): KnotworkError => new KnotworkError('input',
  `The weights of a curve must be finite and not negative; got ${value} at index ${at}. A point of weight 0 is left out.`);

export const noPoints = (): KnotworkError => new KnotworkError('input', 'A curve needs one point of positive weight at least; got none.');

export const badSetting = (name: string, rule: string, value: unknown, remedy: string): KnotworkError => new KnotworkError('input',
  `"${name}" must be ${rule}; got ${String(value)}. ${remedy}`);

export const twice = (name: string): KnotworkError => new KnotworkError('input',
  `The library has two functions called "${name}". Leave one out, or call one differently.`);
