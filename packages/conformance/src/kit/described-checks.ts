import { basisChecks } from '../basis/basis-checks.js';
import { datasetChecks } from '../dataset/dataset-checks.js';
import { edgeChecks } from '../edge/edge-checks.js';
import { engineChecks } from '../engine/engine-checks.js';
import { exporterChecks } from '../exporter/exporter-checks.js';
import { functionChecks } from '../function/function-checks.js';
import { gridChecks } from '../grid/grid-checks.js';
import { importerChecks } from '../importer/importer-checks.js';
import { initializerChecks } from '../initializer/initializer-checks.js';
import { layerChecks } from '../layer/layer-checks.js';
import { lossChecks } from '../loss/loss-checks.js';
import { optimizerPluginChecks } from '../optimizer/optimizer-checks.js';
import { regularizerChecks } from '../regularizer/regularizer-checks.js';

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
    ['checkOptimizer', optimizerPluginChecks], ['checkLoss', lossChecks], ['checkDataSet', datasetChecks], ['checkFunction', functionChecks], ['checkExporter', exporterChecks],
    ['checkImporter', importerChecks], ['checkInitializer', initializerChecks], ['checkEngine', engineChecks],
  ];
  return lists.map(([name, checks]) => ({ function: name, checks: checks.map((check) => ({ name: check.name, how: check.how ?? '', claim: check.claim?.text ?? '' })) }));
}
