import type { ModelViews } from '@knotwork/model';

/** Loaded when asked for: most programs never look. */
export const views: ModelViews = {
  summary: async (model) => (await import('./model-texts.js')).summaryOf(model),
  report: async (model) => (await import('./model-texts.js')).pageOf(model),
};
