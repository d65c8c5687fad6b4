import { fit, type FitOptions } from 'knotwork/browser';

/** What a program trained, as plain values: they pass between a worker, a page and a test. */
export interface Trained {
  readonly notes: readonly string[];
  /** What the run wrote down of its engine. */
  readonly engine: unknown;
  /** RMSE on test rows, where there are any. */
  readonly rmse: number | null;
  /** What the model says of `asked`. */
  readonly values: readonly number[];
  readonly svg: string;
  readonly seconds: number;
}

/** Trains, predicts and draws, as a program of a user would. */
export async function trained(options: FitOptions, asked: readonly (readonly number[])[]): Promise<Trained> {
  const from = performance.now();
  const model = await fit(options);
  const { values } = await model.predict(asked);
  const svg = model.toSVG();
  const { engine } = JSON.parse(new TextDecoder().decode(model.files()['run.json'])) as { readonly engine: unknown };
  await model.dispose();
  return { notes: model.notes, engine, rmse: model.metrics?.test?.['rmse'] ?? null, values: [...values], svg, seconds: (performance.now() - from) / 1000 };
}
