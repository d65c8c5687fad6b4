export { type StandardPackage, standardPackages } from './standard-packages.js';
