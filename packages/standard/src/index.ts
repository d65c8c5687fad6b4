export { type StandardPackage, standardPackages } from './load-standard-packages.js';
