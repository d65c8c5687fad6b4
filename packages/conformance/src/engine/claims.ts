import type { Engine, EngineCapabilities } from '@knotwork/plugin/engine';
import type { Claim } from '../kit/claim.js';

type Capability = { [K in keyof EngineCapabilities]: EngineCapabilities[K] extends boolean ? K : never }[keyof EngineCapabilities];

const can = (what: Capability): Claim<Engine> => ({ text: `\`can.${what}\``, isMade: (engine) => engine.can[what] });

/** Engines that solve normal equations. */
export const normalEquations: Claim<Engine> = can('normalEquations');
/** Engines that average features and their products. */
export const moments: Claim<Engine> = can('moments');
/** Engines with knots that lie anywhere. */
export const ownKnots: Claim<Engine> = can('ownKnots');
/** Engines that derive outputs in inputs. */
export const higherDerivatives: Claim<Engine> = { text: '`can.derivatives` of at least 2', isMade: (engine) => engine.can.derivatives > 1 };
export const derivatives: Claim<Engine> = { text: '`can.derivatives` of at least 1', isMade: (engine) => engine.can.derivatives > 0 };

/** Engines that say what they hold. */
export const held: Claim<Engine> = { text: '`held`', isMade: (engine) => engine.held !== undefined };

/** Engines that say they cannot. */
export const without = (what: Capability): Claim<Engine> => ({ text: `\`can.${what}: false\``, isMade: (engine) => !engine.can[what] });
