import type { Definition } from './definition.js';
import { isKnotworkError, KnotworkError } from './errors.js';

/**
 * Calls a function of a plugin, so that what it throws is told as the plugin's failure and not as one of Knotwork.
 *
 * @param what name of the function, such as `features`
 * @throws KnotworkError `plugin` naming plugin, function and reason; errors that are already KnotworkErrors pass
 */
export function callPlugin<T>(definition: Pick<Definition, 'kind' | 'name'>, what: string, call: () => T): T {
  const failed = (cause: unknown): unknown => (isKnotworkError(cause) ? cause : new KnotworkError('plugin',
    `"${what}" of the ${definition.kind} "${definition.name}" failed: ${cause instanceof Error ? cause.message : String(cause)}. Report it to the plugin's author, or use another ${definition.kind}.`,
    { plugin: `${definition.kind} ${definition.name}`, cause }));
  try {
    const result = call();
    return result instanceof Promise ? result.catch((cause: unknown) => { throw failed(cause); }) as T : result;
  } catch (cause) {
    throw failed(cause);
  }
}
