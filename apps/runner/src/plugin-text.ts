import { describePlugin } from '@knotwork/experiment/texts';
import { type Catalog, didYouMean, type Kind, KnotworkError } from '@knotwork/plugin';
import { table } from './table.js';

/** One plugin in plain text: what it is, what to choose it by, its options. @throws KnotworkError `input` for an unknown kind or name */
export function pluginText(catalog: Catalog, kindName: string, name: string): string[] {
  const kind = kindIn(catalog, kindName);
  const { summary, source, traits, waitsFor, options } = describePlugin(kind, catalog.get(kind, name), catalog);
  const { package: from, version } = catalog.list(kind).find((entry) => entry.definition.name === name)!;
  const text = (...titles: string[]) => titles.map((title) => ({ title, isText: true }));
  return [
    `${kind} ${name}, ${from} ${version}`,
    summary,
    ...(source === null ? [] : [source]),
    ...(waitsFor.length > 0 ? ['', `What it claims and costs depends on ${waitsFor.map((option) => `"${option}"`).join(' and ')}, without a default.`] : []),
    ...(traits.length === 0 ? [] : ['', ...table(text('with default options', ''), traits.map(({ title, value }) => [title, value]))]),
    '',
    ...(options.length === 0 ? ['no options'] : table(text('option', 'default', 'must be', 'meaning'), options.map((o) => [o.name, o.default ?? (o.isRequired ? '(required)' : ''), o.expects, o.meaning]))),
  ];
}

/** A kind by its name. @throws KnotworkError `input` with those that there are */
export function kindIn({ kinds }: Catalog, name: string): Kind {
  const kind = kinds.find((known) => known === name);
  if (kind === undefined) throw new KnotworkError('input', `Unknown kind of plugins "${name}". There are: ${kinds.join(', ')}.${didYouMean(name, kinds)}`);
  return kind;
}
