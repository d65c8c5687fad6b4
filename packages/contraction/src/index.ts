export { ALGEBRA_BYTES, factorJob, inverseJob, MOST_WIDTH, productsJob } from './algebra-jobs.js';
export { type Contraction, type Found, findContraction, loadContraction } from './find-contraction.js';
export { FOLD_BYTES, foldJob } from './fold-job.js';
export { BY_CELL } from './job-kinds.js';
export { Job, type JobFields, type JobTile } from './job.js';
export { FEATURE_BYTES, type FeatureFields, featureJob, MAP_BYTES, type MapFields, mapJob, MOST_ARRAYS, MOST_CUTS, tellFeatures } from './map-job.js';
export { packageFor, type Platform, platformPackages, PLATFORMS } from './platform.js';
