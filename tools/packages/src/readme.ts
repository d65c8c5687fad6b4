import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describePlugin, type PluginDescription } from '@knotwork/experiment/texts';
import type { Catalog } from '@knotwork/plugin';
import { exportedValues, firstSentence, pluginComment } from './comments.js';
import type { Manifest, PublishedPackage } from './published.js';

/** How READMEs are written again; the test that finds a stale one says so too. */
export const COMMAND = 'npm run -s docs:packages';
/** More plugins or exports than this are listed, not described. */
const FEW_PLUGINS = 12;
const FEW_EXPORTS = 40;

/**
 * The README of a package: what it is, from its package.json; what is said by hand in its `about.md`; of plugins how they are named in a file, formula,
 * options and source; of other packages what they export. The same sources give the same text.
 */
export function readme({ folder, manifest }: PublishedPackage, catalog: Catalog): string {
  const about = join(folder, 'about.md');
  const plugins = catalog.kinds.flatMap((kind) => catalog.list(kind).filter((entry) => entry.package === manifest.name).map(({ definition }) => describePlugin(kind, definition, catalog)));
  return `${[
    `# ${manifest.name}`,
    `<!-- Written by ${COMMAND} from package.json, about.md and comments of the sources: change them, not this page. -->`,
    `${manifest.description.replace(/\.$/, '')}.`,
    ...(existsSync(about) ? [readFileSync(about, 'utf8').trim()] : []),
    ...(plugins.length > 0 ? pluginSections(plugins, folder) : exportSections(folder, manifest)),
    ...installSections(manifest, plugins),
  ].join('\n\n')}\n`;
}

function pluginSections(plugins: readonly PluginDescription[], folder: string): readonly string[] {
  const list = plugins.length === 1 ? [] : [table(['kind', 'name', 'what it is'], plugins.map(({ kind, name, summary }) => [kind, `\`${name}\``, summary]))];
  if (plugins.length > FEW_PLUGINS) return [...list, `\`npx knotwork plugins show ${plugins[0]!.kind} ${plugins[0]!.name}\` prints options, claims and source of one, and so for the others.`];
  return [...list, ...plugins.flatMap((plugin) => {
    const comment = pluginComment(folder, plugin.name);
    const { kind, name, summary, source, options, traits } = plugin;
    return [
      `## ${kind} \`${name}\``,
      `${summary}.`,
      ...(comment === undefined ? [] : [comment]),
      ...inAFile(plugin),
      ...(options.length === 0 ? [] : [table(['option', 'default', 'must be', 'meaning'],
        options.map((o) => [`\`${o.name}\``, o.default !== null ? `\`${o.default}\`` : o.isRequired ? 'required' : 'none', o.expects, o.meaning]))]),
      ...(kind === 'basis' && traits.length > 0 ? [`With the default options: ${traits.map(({ title, value }) => `${title} ${value}`).join('; ')}.`] : []),
      ...(source === null ? [] : [`Source: ${source}`]),
    ];
  })];
}

/** Where a file names plugins of a kind: the line before, and the key. */
const PLACES: Readonly<Record<string, (value: string) => string>> = {
  basis: (value) => `network:\n  basis: ${value}`,
  edge: (value) => `network:\n  edge: ${value}`,
  layer: (value) => `network:\n  layer: ${value}`,
  initializer: (value) => `network:\n  initializer: ${value}`,
  grid: (value) => `stages:\n  - { kind: fit, grid: ${value} }`,
  optimizer: (value) => `stages:\n  - { kind: fit, optimizer: ${value} }`,
  // A loss may have no curvature, which the usual optimizer wants.
  loss: (value) => `stages:\n  - { kind: fit, optimizer: l-bfgs, loss: ${value} }`,
  engine: (value) => `engine: ${value}`,
};

function inAFile({ kind, name, options }: PluginDescription): readonly string[] {
  const place = PLACES[kind];
  if (place === undefined || options.some(({ isRequired }) => isRequired)) return [];
  return [`In an experiment file:\n\n\`\`\`yaml\n${place(`{ kind: ${name} }`)}\n\`\`\``];
}

function exportSections(folder: string, { name, exports = {} }: Manifest): readonly string[] {
  return Object.entries(exports).filter(([path]) => path !== './package.json').flatMap(([path, target]) => {
    const values = [...exportedValues(join(folder, sourceOf(target)))].filter(([value]) => value !== 'default');
    if (values.length === 0) return [];
    const specifier = path === '.' ? '' : ` of \`${name}/${path.slice(2)}\``;
    if (values.length > FEW_EXPORTS) return [`## Exports${specifier}`, `${values.length} functions and values; their declarations have comments with shapes, units and errors.`];
    return [`## Exports${specifier}`, values.map(([value, comment]) => (comment === '' ? `- \`${value}\`` : `- \`${value}\`: ${firstSentence(comment)}`)).join('\n')];
  });
}

/** The source of an entry, whatever conditions stand around it. */
function sourceOf(target: unknown): string {
  const source = (target as Record<string, unknown>)['@knotwork/source'] as string | Record<string, string>;
  return typeof source === 'string' ? source : source['default']!;
}

function installSections({ name, bin }: Manifest, plugins: readonly PluginDescription[]): readonly string[] {
  const isPart = bin === undefined;
  return [
    // What `npm create` starts is installed by nobody.
    ...(name.startsWith('create-') ? [] : ['## Install', `\`\`\`sh\nnpm install ${name}\n\`\`\``]),
    ...(isPart ? [`${plugins.length > 0 ? 'It comes with `knotwork`, which knows its plugins without being told. ' : ''}All packages of Knotwork carry one version; use the same of all.`] : []),
    'Node 20.19 or newer. Licence: MIT.',
  ];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), `|${'---|'.repeat(titles.length)}`, ...rows.map(line)].join('\n');
}
