import { type Tree, visitNotIgnoredFiles } from '@nx/devkit';
import { KINDS, type PluginKind } from './create-plugin.ts';
import { nameTaken } from './errors.ts';
import { HOMES } from './plugin-kind.ts';

/** @throws Error when a plugin of this kind and name is part of the repository */
export function refuseKnownName(tree: Tree, kind: PluginKind, name: string): void {
  const definition = new RegExp(`\\b${KINDS[kind].define}\\(\\{\\s*name: '${name}'`);
  const folders = kind === 'basis' ? tree.children('packages').filter((p) => p.startsWith('basis-')).map((p) => `packages/${p}`) : [HOMES[kind].folder];
  for (const folder of folders) {
    visitNotIgnoredFiles(tree, `${folder}/src`, (file) => {
      if (file.endsWith('.ts') && definition.test(tree.read(file, 'utf8')!)) throw nameTaken(kind, name, file);
    });
  }
}
