import type { Definition } from './definition.js';
import { isKnotworkError, KnotworkError } from '../errors.js';
import { type Fault, faultOf, shown } from './fault.js';
import { RETURNED } from './returned.js';

/**
 * Calls a function of a plugin, so that what it throws, or returns against its contract, is told as the plugin's failure and not as one of Knotwork.
 *
 * @param what name of the function, such as `features`
 * @throws KnotworkError `plugin` naming plugin, function and reason; errors that are already KnotworkErrors pass
 */
export function callPlugin<T>(definition: Pick<Definition, 'kind' | 'name'>, what: string, call: () => T): T {
  const { kind, name } = definition;
  const refusal = (reason: string, cause?: unknown): KnotworkError => new KnotworkError('plugin',
    `"${what}" of the ${kind} "${name}" ${reason}. Report it to the plugin's author, or use another ${kind}.`, { plugin: `${kind} ${name}`, cause });
  const failed = (cause: unknown): unknown => (isKnotworkError(cause) ? cause : refusal(`failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause));
  const checked = <R>(result: R): R => {
    const schema = RETURNED[kind]?.[what];
    const fault = schema && faultOf(schema, result);
    if (fault !== undefined) throw refusal(reasonOf(fault));
    return result;
  };
  let result: T;
  try {
    result = call();
  } catch (cause) {
    throw failed(cause);
  }
  return result instanceof Promise ? result.then(checked, (cause: unknown) => { throw failed(cause); }) as T : checked(result);
}

function reasonOf({ place, unread, wanted, got }: Fault): string {
  const within = place === '' ? '' : ` in "${place}"`;
  if (unread !== undefined) return `returned "${unread.key}"${within}, which nothing reads${unread.hint.replace(/^ (.*)\?$/, ' ($1?)')}`;
  return place === '' ? `must return ${wanted}; it returned ${shown(got)}` : `must return ${wanted} as "${place}"; it returned ${shown(got)}`;
}
