import { badCount } from '../errors.js';

/** Rows of one part of the data, with what was said of them. */
export interface PredictedRows {
  /** Such as `validation`. */
  readonly name: string;
  /** `[rows]`, in the user's units. */
  readonly actual: ArrayLike<number>;
  /** `[rows]`. */
  readonly predicted: ArrayLike<number>;
}

/** Predictions of one output. */
export interface Predictions {
  /** Name and unit of the output. */
  readonly output: string;
  readonly parts: readonly PredictedRows[];
}

/** Throws unless there is a prediction for every row. */
export function checkPredictions({ parts }: Predictions): void {
  parts.forEach(({ actual, predicted }, k) => { if (actual.length !== predicted.length) throw badCount(`parts[${k}].predicted`, 'values, one for each row', actual.length, predicted.length); });
}

/** In words, how many rows there are. */
export function rowsInWords({ parts }: Predictions): string {
  return parts.map(({ name, actual }) => `${actual.length} ${actual.length === 1 ? 'row' : 'rows'} of ${name}`).join(', ') || 'No rows';
}
