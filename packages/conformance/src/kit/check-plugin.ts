import {
  type BasisDefinition, type DataSetDefinition, declaredKind, type Definition, type EdgeDefinition, type ExporterDefinition, type FunctionDefinition, type GridStrategyDefinition, type ImporterDefinition, type InitializerDefinition, type Kind,
  type LayerDefinition, type LossDefinition, type OptimizerDefinition, type RegularizerDefinition,
} from '@knotwork/plugin';
import { checkBasis } from '../basis/check-basis.js';
import { checkDataSet } from '../dataset/check-data-set.js';
import { checkEdge } from '../edge/check-edge.js';
import { checkExporter } from '../exporter/check-exporter.js';
import { checkFunction } from '../function/check-function.js';
import { checkGridStrategy } from '../grid/check-grid-strategy.js';
import { checkImporter } from '../importer/check-importer.js';
import { checkInitializer } from '../initializer/check-initializer.js';
import { checkLayer } from '../layer/check-layer.js';
import { checkLoss } from '../loss/check-loss.js';
import { checkOptimizer } from '../optimizer/check-optimizer.js';
import { checkRegularizer } from '../regularizer/check-regularizer.js';
import type { Check } from './check.js';
import type { DataSetSetup } from '../dataset/dataset-setup.js';
import type { ExporterSetup } from '../exporter/exporter-setup.js';
import type { FunctionSetup } from '../function/function-setup.js';
import type { ImporterSetup } from '../importer/importer-setup.js';
import type { InitializerSetup } from '../initializer/initializer-setup.js';

/** Everything that checks of any kind may need. */
export type AnySetup = DataSetSetup & ExporterSetup & FunctionSetup & ImporterSetup & InitializerSetup;

const byKind: Partial<Record<Kind, (definition: Definition, setup: AnySetup) => readonly Check[]>> = {
  basis: (d, setup) => checkBasis(d as unknown as BasisDefinition, setup),
  dataset: (d, setup) => checkDataSet(d as unknown as DataSetDefinition, setup),
  edge: (d, setup) => checkEdge(d as unknown as EdgeDefinition, setup),
  exporter: (d, setup) => checkExporter(d as unknown as ExporterDefinition, setup),
  function: (d, setup) => checkFunction(d as unknown as FunctionDefinition, setup),
  grid: (d, setup) => checkGridStrategy(d as unknown as GridStrategyDefinition, setup),
  importer: (d, setup) => checkImporter(d as unknown as ImporterDefinition, setup),
  initializer: (d, setup) => checkInitializer(d as unknown as InitializerDefinition, setup),
  layer: (d, setup) => checkLayer(d as unknown as LayerDefinition, setup),
  loss: (d, setup) => checkLoss(d as unknown as LossDefinition, setup),
  optimizer: (d, setup) => checkOptimizer(d as unknown as OptimizerDefinition, setup),
  regularizer: (d, setup) => checkRegularizer(d as unknown as RegularizerDefinition, setup),
};

/** Whether there are checks of plugins of its kind; {@link checkPlugin} refuses others. */
export const hasChecks = (definition: Definition): boolean => byKind[definition.kind] !== undefined || declaredKind(definition)?.checks !== undefined;

/**
 * The checks of a plugin of any kind: a package with several plugins needs one loop.
 *
 * @param setup as for the plugin's own kind
 * @returns checks to run in any order, one test each
 * @throws Error when options are missing, or for a kind that has no checks (metrics, stages, engines: see {@link checkEngine}); a kind that a package
 * declares brings its own
 *
 * @example
 * for (const { name, run } of myPackage.plugins.flatMap((plugin) => checkPlugin(plugin, { engine }))) test(name, run);
 */
export function checkPlugin(definition: Definition, setup: AnySetup): readonly Check[] {
  const checks = byKind[definition.kind]?.(definition, setup) ?? declaredKind(definition)?.checks?.(definition, setup);
  if (checks === undefined) throw new Error(`There are no checks of the kind "${definition.kind}" (${definition.name}). There are: ${Object.keys(byKind).join(', ')}.`);
  return checks;
}
