export type { DerivativeOf, Derivatives, DerivativesOf, EdgeOfModel, Evaluated, Intervals, Model, ModelRows, Outside, Predictions } from '@knotwork/model';
export type { RunEvent } from '@knotwork/experiment';
export { type Data, defineDataSet, definePackage, type InstalledPackage, isKnotworkError, KnotworkError, type Samples } from '@knotwork/plugin';
