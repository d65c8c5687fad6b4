import type { PluginUse } from '@knotwork/plugin';
import type { KnownPosterior, Model, PosteriorContext } from './stage.js';

/**
 * What the last stage of a recipe leaves open about its network; null where it does not know. Whoever asks disposes of it.
 *
 * @param reports of the stages that were gone through
 */
export async function posteriorAfter(stages: readonly PluginUse[], reports: readonly Readonly<Record<string, unknown>>[], model: Model, context: PosteriorContext): Promise<KnownPosterior | null> {
  const [stage, report] = [stages[reports.length - 1], reports.at(-1)];
  if (stage === undefined || report === undefined) return null;
  const { kind, ...options } = stage;
  return await context.catalog.get('stage', kind).posterior?.(context, options, model, report) ?? null;
}
