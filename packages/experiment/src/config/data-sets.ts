import type { PluginUse } from '@knotwork/plugin';
import { bothDataSets, noDataSets, type Origin, whichDataSet, unknownDataSet } from './errors.js';
import type { ResolvedExperiment } from './experiment-schema.js';
import type { Path } from './written.js';

/** What the one data set of a file with `dataset` is called. */
const ONLY = 'train';

/** A data set of a file. */
export interface NamedDataSet {
  readonly name: string;
  readonly use: PluginUse;
  /** Place in the file, such as `dataset` or `datasets.first`. */
  readonly path: string;
}

type DataKeys = Partial<Pick<ResolvedExperiment, 'dataset' | 'datasets'>>;

/** The data sets of a file, in its order. */
export function dataSetsOf({ dataset, datasets = {} }: DataKeys): readonly NamedDataSet[] {
  if (dataset !== undefined) return [{ name: ONLY, use: dataset, path: 'dataset' }];
  return Object.entries(datasets).map(([name, use]) => ({ name, use, path: `datasets.${name}` }));
}

/** Refuses a file without data and one with both keys. */
export function checkDataSets({ dataset, datasets }: DataKeys, originOf: (path: Path) => Origin): void {
  if (dataset !== undefined && datasets !== undefined) throw bothDataSets(originOf(['datasets']));
  if (dataset === undefined && Object.keys(datasets ?? {}).length === 0) throw noDataSets(datasets === undefined ? 'dataset' : 'datasets', originOf([datasets === undefined ? 'dataset' : 'datasets']));
}

/** The data set that is meant by a name, or by none. @param name as written; empty where it was left out */
export function dataSetMeant(name: string, names: readonly string[], path: string, origin: Origin): string {
  if (name === '' && names.length > 1) throw whichDataSet(path, names, origin);
  if (name !== '' && !names.includes(name)) throw unknownDataSet(name, names, path, origin);
  return name === '' ? names[0]! : name;
}
