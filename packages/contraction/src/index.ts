export { type Contraction, type Found, findContraction, loadContraction } from './find-contraction.js';
export { Job, type JobFields, type JobTile } from './job.js';
export { PRODUCTS_BYTES, type ProductsJob, productsJob } from './products-job.js';
export { packageFor, type Platform, platformPackages, PLATFORMS } from './platform.js';
