export { z } from 'zod';
export { grid, where, constant, type Expr, type Formula, type Grid } from '@knotwork/algebra';
export { type ErrorCode, type ErrorPlace, isKnotworkError, KnotworkError, optionError } from './errors.js';
export { printable } from './printable.js';
export { callPlugin } from './definition/call-plugin.js';
export { didYouMean, nearest } from './nearest.js';
export { rangeText } from './range-text.js';
export type { RandomStream } from '@knotwork/numerics';
export { type Citation, cite } from './definition/citation.js';
export { define, type Definition, isDefinition, type OptionsOf, type OptionsSchema } from './definition/definition.js';
export { declaredKind, defineKind, type Kind, type KindParts, KINDS, type NamedCheck, type PluginKind, type Trait } from './definition/kind.js';
export { called, named, optionTrouble, type Parts } from './definition/declared-parts.js';
export { inFull, type PluginUse, use, usedKind } from './definition/use.js';
export { type BasisCapabilities, type BasisDefinition, defineBasis, type FeatureReading, type ShapeParameter, type WindowFeatures } from './kinds/basis.js';
export { defineEdge, type EdgeComposition, type EdgeDefinition } from './kinds/edge.js';
export { defineLayer, type LayerDefinition, type LayerParts, type LayerSize, type NodesOfLayer } from './kinds/layer.js';
export { defineFunction, type FunctionDefinition } from './kinds/function.js';
export { type FunctionClaims, soundClaims } from './kinds/function-claims.js';
export { defineGridStrategy, type GridLook, type GridMoment, type GridSituation, type GridStrategyDefinition, type Placement, type RefitNorm } from './kinds/grid-strategy.js';
export { defineRegularizer, type EdgeStatistic, type RegularizerDefinition } from './kinds/regularizer.js';
export { type DampingRule, defineOptimizer, type LineSearchRule, type MatrixUpdate, type OptimizerDefinition, type UpdateInputs, type UpdateOutputs } from './kinds/optimizer.js';
export { defineLoss, type LossDefinition } from './kinds/loss.js';
export { type Conserved, type Data, type DataAccess, type DataSetDefinition, type DataVariable, defineDataSet, type Equations, type Standardization, STANDARDIZATIONS, type Task, TASKS } from './kinds/dataset.js';
export { defineInitializer, type FeatureMoments, type InitializerDefinition, type InitializerSetting, type TermShape, type TermValues } from './kinds/initializer.js';
export { defineExporter, type ExportedFiles, type ExporterDefinition, type ExportPrecision, type ExportTrial } from './kinds/exporter.js';
export { defineImporter, type ForeignArray, type ForeignFile, type ImportedNetwork, type ImporterDefinition } from './kinds/importer.js';
export { defineMetric, type MetricDefinition } from './kinds/metric.js';
export type { PointRows, Rows, Samples, Vec } from './model/samples.js';
export {
  type EdgeChoice, type EdgePair, INPUT_MAPS, type InputMap, type LayerSpec, type Network, type NetworkSpec, type Outside, OUTSIDES, type TermSpec,
} from './model/network-spec.js';
export { type AffineMap, AS_GIVEN, type InputVariable, type OutputConditions, type RankMap, type RobustMap, type Variable, type VariableMap } from './model/variable-map.js';
export type { ExportedDerivative, ExportedDerivatives, ExportedLayer, ExportedModel, ExportedNetwork, ExportedTerm, ExportedVariable, PlacedFormula } from './model/exported-model.js';
export { type Catalog, type CatalogEntry, catalogOf } from './model/catalog.js';
// Whole, because packages that declare a kind merge into what is declared there.
export * from './model/definition-of.js';
export { type InstalledPackage, installedCatalog } from './model/installed-package.js';
export { API, definePackage, isPackageDefinition, type PackageDefinition } from './definition/package-definition.js';
export type { TrainingEvent } from './training-event.js';
