import { definePackage } from '@knotwork/plugin';
import { extendGrid } from './extend-grid.js';
import { fit } from './fit.js';
import { prune } from './prune.js';
import { solve } from './solve.js';
import { sparsify } from './sparsify.js';
import { stageKind } from './stage.js';
import { symbolify } from './symbolify.js';

export { defineStage, type JudgingContext, type KnownPosterior, levelText, type PosteriorContext, type StageDefinition, type StageContext, type StageResult, type Rung, type Model } from './stage.js';

/** The stages that come with this version. */
export const stages = definePackage({ api: 2, kinds: [stageKind], plugins: [fit, extendGrid, prune, solve, sparsify, symbolify] });
