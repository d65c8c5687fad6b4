import { batchChecks } from './batch-checks.js';
import { blockChecks } from './block-checks.js';
import { conditionChecks } from './condition-checks.js';
import { derivativeChecks } from './derivative-checks.js';
import type { EngineCheck } from './engine-check.js';
import { examineChecks } from './examine-checks.js';
import { heldChecks } from './held-checks.js';
import { inputDerivativeChecks } from './input-derivative-checks.js';
import { knotChecks } from './knot-checks.js';
import { lossChecks } from './loss-checks.js';
import { momentChecks } from './moment-checks.js';
import { normalChecks } from './normal-checks.js';
import { optimizerChecks } from './optimizer-checks.js';
import { penaltyChecks } from './penalty-checks.js';
import { referenceChecks } from './reference-checks.js';
import { refusalChecks } from './refusal-checks.js';
import { rowChecks } from './row-checks.js';
import { scalarChecks } from './scalar-checks.js';
import { shapeChecks } from './shape-checks.js';
import { stateChecks } from './state-checks.js';
import { structureChecks } from './structure-checks.js';

/** What every engine must do, and what it must do of what it says it can. */
export const engineChecks: readonly EngineCheck[] = [
  ...derivativeChecks, ...normalChecks, ...lossChecks, ...blockChecks, ...scalarChecks, ...structureChecks, ...conditionChecks, ...knotChecks, ...stateChecks, ...optimizerChecks, ...batchChecks, ...rowChecks,
  ...shapeChecks, ...momentChecks, ...penaltyChecks, ...referenceChecks, ...inputDerivativeChecks, ...examineChecks, ...heldChecks, ...refusalChecks,
];
