import type { BasisDefinition } from '../kinds/basis.js';
import type { DataSetDefinition } from '../kinds/dataset.js';
import type { Definition, Kind } from '../definition/definition.js';
import type { EdgeDefinition } from '../kinds/edge.js';
import type { EngineDefinition } from '../engine/engine.js';
import type { FunctionDefinition } from '../kinds/function.js';
import type { GridStrategyDefinition } from '../kinds/grid-strategy.js';
import type { InitializerDefinition } from '../kinds/initializer.js';
import type { LayerDefinition } from '../kinds/layer.js';
import type { LossDefinition } from '../kinds/loss.js';
import type { MetricDefinition } from '../kinds/metric.js';
import type { OptimizerDefinition } from '../kinds/optimizer.js';
import type { RegularizerDefinition } from '../kinds/regularizer.js';

/** The definition type of each kind. Stages belong to the experiment package, which narrows `Definition<'stage'>` itself. */
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
  initializer: InitializerDefinition;
  metric: MetricDefinition;
  stage: Definition<'stage'>;
  engine: EngineDefinition;
}

/** A definition and the package it came from. */
export interface CatalogEntry<K extends Kind = Kind> {
  readonly definition: DefinitionOf[K];
  readonly package: string;
  readonly version: string;
}

/** What is installed. Immutable. */
export interface Catalog {
  /** @throws KnotworkError `input` that lists what is installed and the nearest name */
  get<K extends Kind>(kind: K, name: string): DefinitionOf[K];
  /** Sorted by name. */
  list<K extends Kind>(kind: K): readonly CatalogEntry<K>[];
}
