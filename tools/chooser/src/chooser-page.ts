import { describePlugin, type PluginDescription } from '@knotwork/experiment/texts';
import type { Catalog } from '@knotwork/plugin';
import { type ChooserKind, chooserKinds } from './chooser-kinds.js';

/** How the pages are written again; the test that finds a stale one says so too. */
export const COMMAND = 'npm run -s docs:choose';

/** The page about one kind: a table to compare its plugins, and a section for each, by name. The same catalog gives the same text. */
export function chooserPage({ kind, title, about }: ChooserKind, catalog: Catalog): string {
  const entries = catalog.list(kind).map(({ definition, package: from }) => ({ from, plugin: describePlugin(kind, definition, catalog) }));
  const titles = [...new Set(entries.flatMap(({ plugin }) => plugin.traits.map((trait) => trait.title)))];
  const row = ({ name, summary, traits }: PluginDescription): string[] =>
    [`[\`${name}\`](#${name})`, summary, ...titles.map((column) => traits.find((trait) => trait.title === column)?.value ?? (traits.length === 0 ? 'by its options' : ''))];
  return `${[
    `# ${title}`,
    `<!-- Written by ${COMMAND} from what the plugins say of themselves: change them, or tools/chooser, not this page. -->`,
    `${chooserKinds(catalog).map((other) => (other.kind === kind ? other.kind : `[${other.kind}](${other.file})`)).join(' · ')}`,
    about,
    table(['name', 'what it is', ...titles], entries.map(({ plugin }) => row(plugin))),
    ...entries.flatMap(({ plugin, from }) => section(plugin, from)),
  ].join('\n\n')}\n`;
}

function section({ kind, name, summary, source, options }: PluginDescription, from: string): string[] {
  return [
    `## ${name}`,
    `${summary}. From \`${from}\`; \`knotwork plugins show ${kind} ${name}\` prints this.`,
    ...(source === null ? [] : [`Source: ${source}`]),
    options.length === 0 ? 'No options.' : table(['option', 'default', 'must be', 'meaning'],
      options.map((o) => [`\`${o.name}\``, o.default !== null ? `\`${o.default}\`` : o.isRequired ? 'required' : 'none', o.expects, o.meaning])),
  ];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), `|${'---|'.repeat(titles.length)}`, ...rows.map(line)].join('\n');
}
