import { callPlugin, type Catalog, type PluginUse, type Variable } from '@knotwork/plugin';
import type { FarRows } from './far-rows.js';
import { AUTO, lossOf } from './standard-loss.js';

/** A loss under which far rows count less, beyond a residual in units of the targets' spread that it takes as an option. */
const ROBUST = 'huber';
/** Usual distances from which on a row counts less: of normal ones few are as large. */
const FAR = 3;

/**
 * What may be typed so that rows that are far count less: the loss of the first stage that has one, where it is the standard one of regression.
 *
 * @param stages as they are run, @param far rows of outputs, @param outputs by which they are standardized: a slip that widens the spread of targets is near in units of that spread @returns null where no stage has a loss, or it has another, and where no such loss is installed
 */
export function robustLoss(stages: readonly PluginUse[], catalog: Catalog, far: Readonly<Record<string, FarRows>>, outputs: readonly Variable[]): string | null {
  const standard = lossOf(catalog, AUTO, 'regression').definition.name;
  if (!catalog.list('loss').some(({ definition: { name } }) => name === ROBUST)) return null;
  for (const [k, { kind, ...options }] of stages.entries()) {
    const definition = catalog.get('stage', kind);
    const use = callPlugin(definition, 'loss', () => definition.loss?.(options));
    if (use === undefined) continue;
    return 'loss' in options && lossOf(catalog, use, 'regression').definition.name === standard ? written(`stages.${k}.loss`, outputs.flatMap(({ name, map }) => (far[name] === undefined ? [] : [far[name].usual / map.scale]))) : null;
  }
  return null;
}

/** An override, with the residual from which on rows count less where that is not the loss's own. @param usual distances, standardized */
function written(key: string, usual: readonly number[]): string {
  const delta = Number(Math.min(...usual.map((distance) => FAR * distance)).toPrecision(1));
  return delta > 0 && delta < 1 ? `'${key}={ kind: ${ROBUST}, delta: ${delta} }'` : `${key}=${ROBUST}`;
}
