import { callPlugin, type Catalog } from '@knotwork/plugin';
import type { ResolvedExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { JudgedNumber } from '../measure/judged-numbers.js';
import type { Measurement } from '../measure/measurement.js';
import { rmseOfLoss } from '../measure/rmse-of-loss.js';

/** What can be said of a stage before it runs, for whoever watches. */
export interface StageOutlook {
  /** Most steps of training that it takes in all; 0 where it does not train or says nothing. */
  readonly mostSteps: number;
  /** Times the square root of the loss that its steps tell, the root mean square error in the units of the targets; null where the loss is another. */
  readonly rmseOfLoss: number | null;
  /** Numbers by which it judges its own result, by name; left out where it does not. */
  readonly judges?: Readonly<Record<string, JudgedNumber>>;
}

/** What can be said of every stage, in order. @param hasStart whether a saved network is gone on from */
export function outlookOf({ stages }: ResolvedExperiment, catalog: Catalog, data: PreparedData, measurement: Measurement, hasStart: boolean): readonly StageOutlook[] {
  const { outputs, train } = data;
  return stages.map(({ kind, ...options }, index) => {
    const definition = catalog.get('stage', kind);
    return {
      mostSteps: definition.mostSteps === undefined ? 0 : callPlugin(definition, 'mostSteps', () => definition.mostSteps!(options, hasStart || index > 0)),
      ...(definition.judges === undefined ? {} : { judges: callPlugin(definition, 'judges', () => definition.judges!(options, data)) }),
      // Metrics know no weights of rows.
      rmseOfLoss: train.weights === undefined ? rmseOfLoss(measurement.objective(index), outputs) : null,
    };
  });
}
