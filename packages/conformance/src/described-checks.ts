import { basisChecks } from './basis-checks/index.js';
import { datasetChecks } from './dataset-checks/index.js';
import { edgeChecks } from './edge-checks/index.js';
import { engineChecks } from './engine-checks/index.js';
import { functionChecks } from './function-checks/index.js';
import { gridChecks } from './grid-checks/index.js';
import { initializerChecks } from './initializer-checks/index.js';
import { layerChecks } from './layer-checks/index.js';
import { lossChecks } from './loss-checks/index.js';
import { optimizerPluginChecks } from './optimizer-checks/index.js';
import { regularizerChecks } from './regularizer-checks/index.js';

/** A check as documentation tells it. */
export interface DescribedCheck {
  readonly name: string;
  /** How it is found out; empty where the name says it. */
  readonly how: string;
  /** What a plugin must claim for it to apply; empty for all of the kind. */
  readonly claim: string;
}

/** All checks there are, by the function that gives them, in the order in which they run. */
export function describedChecks(): readonly { readonly function: string; readonly checks: readonly DescribedCheck[] }[] {
  const lists: readonly (readonly [string, readonly { readonly name: string; readonly how?: string; readonly claim?: { readonly text: string } }[]])[] = [
    ['checkBasis', basisChecks], ['checkEdge', edgeChecks], ['checkLayer', layerChecks], ['checkGridStrategy', gridChecks], ['checkRegularizer', regularizerChecks],
    ['checkOptimizer', optimizerPluginChecks], ['checkLoss', lossChecks], ['checkDataSet', datasetChecks], ['checkFunction', functionChecks],
    ['checkInitializer', initializerChecks], ['checkEngine', engineChecks],
  ];
  return lists.map(([name, checks]) => ({ function: name, checks: checks.map((check) => ({ name: check.name, how: check.how ?? '', claim: check.claim?.text ?? '' })) }));
}
