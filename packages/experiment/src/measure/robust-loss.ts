import { callPlugin, type Catalog, type PluginUse } from '@knotwork/plugin';
import { AUTO, lossOf } from './standard-loss.js';

/** A loss under which far rows count less. */
const ROBUST = 'huber';

/**
 * What may be typed so that rows that are far count less: the loss of the first stage that has one, where it is the standard one of regression.
 *
 * @param stages as they are run @returns null where no stage has a loss, or it has another, and where no such loss is installed
 */
export function robustLoss(stages: readonly PluginUse[], catalog: Catalog): string | null {
  const standard = lossOf(catalog, AUTO, 'regression').definition.name;
  if (!catalog.list('loss').some(({ definition: { name } }) => name === ROBUST)) return null;
  for (const [k, { kind, ...options }] of stages.entries()) {
    const definition = catalog.get('stage', kind);
    const use = callPlugin(definition, 'loss', () => definition.loss?.(options));
    if (use === undefined) continue;
    return 'loss' in options && lossOf(catalog, use, 'regression').definition.name === standard ? `stages.${k}.loss=${ROBUST}` : null;
  }
  return null;
}
