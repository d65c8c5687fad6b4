import type { PluginUse } from '@knotwork/plugin';
import { badPluginOption } from '../errors.js';

/**
 * Options of a plugin as they are typed, `option=value`, values as in JSON or else texts.
 *
 * @param kind of the plugin, @param example of an option of one of this kind
 * @throws KnotworkError `input`
 */
export function writtenOptions(written: readonly string[], kind: string, example: string): Omit<PluginUse, 'kind'> {
  return Object.fromEntries(written.map((option) => {
    const at = option.indexOf('=');
    if (at < 1) throw badPluginOption(option, kind, example);
    const text = option.slice(at + 1);
    try { return [option.slice(0, at), JSON.parse(text) as unknown]; } catch { return [option.slice(0, at), text]; }
  }));
}
