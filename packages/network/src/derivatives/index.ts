// Derivatives in the user's units, apart from what trains: it is loaded when somebody asks for them.
export { smoothnessOfMap } from '../maps/map-derivatives.js';
export { type DerivativePart, throughMaps } from './through-maps.js';
