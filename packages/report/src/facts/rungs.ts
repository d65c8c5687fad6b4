import { levelText } from '@knotwork/experiment';
import type { RungStaircase } from '@knotwork/pictures';
import type { RunContents, StageOfRun } from '../contents/run-contents.js';
import { figureOf, type Figure, SPLITS } from './figure.js';

/** A ladder that a stage climbed. */
export interface Ladder {
  readonly stage: number;
  readonly figure: Figure;
  readonly staircase: RungStaircase;
  /** Names of the numbers by which the stage judges itself; empty where rows judge. */
  readonly judged: readonly string[];
  readonly rungs: NonNullable<StageOfRun['rungs']>;
}

/** Ladders of all stages that climbed one. @param resolutionName what the basis calls its resolution */
export function laddersOf({ result }: RunContents, resolutionName: string): readonly Ladder[] {
  return (result?.stages ?? []).flatMap(({ rungs, kept }, stage) => {
    if (rungs === undefined || rungs.length === 0) return [];
    const figure = figureOf(rungs[0]!.metrics);
    const judged = Object.keys(rungs[0]!.metrics.stage ?? {});
    const levels = rungs.map(({ level }) => levelText(level));
    if (judged.length > 0) {
      // Those of parts are in the table.
      const series = judged.filter((name) => !name.includes('.')).map((name) => ({ name, values: rungs.map(({ metrics }) => metrics.stage?.[name] ?? NaN) }));
      return [{ stage, figure, rungs, judged, staircase: { rungs: levels, size: resolutionName, value: 'what is left', series } }];
    }
    const series = SPLITS.filter((split) => rungs.some(({ metrics }) => typeof metrics[split]?.[figure.key] === 'number'))
      .map((name) => ({ name, values: rungs.map(({ metrics }) => metrics[name]?.[figure.key] ?? NaN) }));
    const staircase = { rungs: levels, size: resolutionName, value: figure.name, series, ...(kept === undefined ? {} : { kept }) };
    return [{ stage, figure, rungs, judged, staircase }];
  });
}
