import { callPlugin, type Catalog } from '@knotwork/plugin';
import type { ResolvedExperiment } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { Measurement } from '../measure/measurement.js';
import { rmseOfLoss } from '../measure/rmse-of-loss.js';

/** What can be said of a stage before it runs, for whoever watches. */
export interface StageOutlook {
  /** Most steps of training that it takes in all; 0 where it does not train or says nothing. */
  readonly mostSteps: number;
  /** Times the square root of the loss that its steps tell, the root mean square error in the units of the targets; null where the loss is another. */
  readonly rmseOfLoss: number | null;
}

/** What can be said of every stage, in order. @param hasStart whether a saved network is gone on from */
export function outlookOf({ stages }: ResolvedExperiment, catalog: Catalog, { outputs, train }: PreparedData, measurement: Measurement, hasStart: boolean): readonly StageOutlook[] {
  return stages.map(({ kind, ...options }, index) => {
    const definition = catalog.get('stage', kind);
    return {
      mostSteps: definition.mostSteps === undefined ? 0 : callPlugin(definition, 'mostSteps', () => definition.mostSteps!(options, hasStart || index > 0)),
      // Metrics know no weights of rows.
      rmseOfLoss: train.weights === undefined ? rmseOfLoss(measurement.objective(index), outputs) : null,
    };
  });
}
