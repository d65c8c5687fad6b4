import type { BasisDefinition } from '../kinds/basis.js';
import type { DataSetDefinition } from '../kinds/dataset.js';
import type { EdgeDefinition } from '../kinds/edge.js';
import type { EngineDefinition } from '../engine/engine.js';
import type { ExporterDefinition } from '../kinds/exporter.js';
import type { FunctionDefinition } from '../kinds/function.js';
import type { GridStrategyDefinition } from '../kinds/grid-strategy.js';
import type { ImporterDefinition } from '../kinds/importer.js';
import type { InitializerDefinition } from '../kinds/initializer.js';
import type { LayerDefinition } from '../kinds/layer.js';
import type { LossDefinition } from '../kinds/loss.js';
import type { MetricDefinition } from '../kinds/metric.js';
import type { OptimizerDefinition } from '../kinds/optimizer.js';
import type { RegularizerDefinition } from '../kinds/regularizer.js';

/** The definition type of each kind. A package that declares a kind merges its own into this. */
export interface DefinitionOf {
  basis: BasisDefinition;
  edge: EdgeDefinition;
  layer: LayerDefinition;
  grid: GridStrategyDefinition;
  regularizer: RegularizerDefinition;
  optimizer: OptimizerDefinition;
  loss: LossDefinition;
  dataset: DataSetDefinition;
  function: FunctionDefinition;
  exporter: ExporterDefinition;
  initializer: InitializerDefinition;
  metric: MetricDefinition;
  engine: EngineDefinition;
  importer: ImporterDefinition;
}
