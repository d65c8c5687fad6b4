export { loadModel, type LoadRequest } from './load-model.js';
export type { EdgeOfModel } from './edges.js';
export { type Intervals, LEVEL } from './intervals.js';
export { type ModelRows } from './model-rows.js';
export { Model, type Evaluated, type ModelFiles, type ModelViews, type Outside, type Predictions } from './model.js';
export { brokenFile, readObject, type ReadFile } from '@knotwork/experiment';
export { pluginsNamed } from './stored-run.js';
export { dataOptions, rowsFrom, type TableOptions } from './rows-from.js';
export { targetsFrom } from './targets-from.js';
