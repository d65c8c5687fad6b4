import { badPackageName } from './errors.ts';
import type { PluginKind } from './plugin-kind.ts';
import { type PluginName, pluginName } from './plugin-name.ts';

/** How a package and the plugin in it are called. */
export interface PackageName extends PluginName {
  /** `knotwork-wave` or `@scope/knotwork-wave`. */
  readonly packageName: string;
  /** The same without its scope. */
  readonly folder: string;
}

/**
 * Reads the name that somebody typed. `wave` alone stands for `knotwork-wave`; the plugin is called what follows `knotwork-`, without the kind where that stands
 * first: `knotwork-basis-wave` has a basis `wave`.
 *
 * @throws Refusal for a name by which others would not find the package, or that cannot be a plugin's
 */
export function packageNameOf(typed: string, kind: PluginKind): PackageName {
  const [, scope = '', short = ''] = /^(@[a-z0-9][a-z0-9._-]*\/)?(.*)$/.exec(typed) ?? [];
  const plain = short.replace(/^knotwork-/, '');
  const isConventional = short !== plain;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(plain) || plain === 'knotwork' || (scope !== '' && !isConventional)) {
    const words = plain.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^[-0-9]+|-+$/g, '');
    throw badPackageName(typed, `${scope}knotwork-${words === '' || words === 'knotwork' ? `my-${kind}` : words}`);
  }
  const folder = `knotwork-${plain}`;
  return { ...pluginName(plain.startsWith(`${kind}-`) ? plain.slice(kind.length + 1) : plain), packageName: `${scope}${folder}`, folder };
}
