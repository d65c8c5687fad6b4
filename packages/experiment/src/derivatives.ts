// What is needed for derivatives of networks, apart from what every run needs: it is loaded when somebody asks for them.
export { type DerivativeRead, derivativesAt, type OutputRead } from './measure/derivatives-at.js';
export { type RoughPart, roughPart } from './stages/rough-part.js';
