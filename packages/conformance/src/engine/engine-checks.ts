import { batchChecks } from './batch-checks.js';
import { derivativeChecks } from './derivative-checks.js';
import type { EngineCheck } from './engine-check.js';
import { lossChecks } from './loss-checks.js';
import { momentChecks } from './moment-checks.js';
import { optimizerChecks } from './optimizer-checks.js';
import { penaltyChecks } from './penalty-checks.js';
import { precisionChecks } from './precision-checks.js';
import { refusalChecks } from './refusal-checks.js';
import { rowChecks } from './row-checks.js';
import { shapeChecks } from './shape-checks.js';
import { stateChecks } from './state-checks.js';
import { structureChecks } from './structure-checks.js';

export type { EngineCheck } from './engine-check.js';

/** What every engine with float64, window terms and normal equations must do, and what it must do of what else it says it can. */
export const engineChecks: readonly EngineCheck[] = [
  ...derivativeChecks, ...lossChecks, ...structureChecks, ...stateChecks, ...optimizerChecks, ...batchChecks, ...rowChecks, ...shapeChecks, ...momentChecks, ...penaltyChecks,
  ...precisionChecks, ...refusalChecks,
];
