import { toYaml } from '@knotwork/experiment/texts';
import { markup } from './markup.js';
import type { Section } from './sections.js';
import type { ReportRequest } from '../report-request.js';
import type { RecordOfRun, SourceOfRun } from '../contents/run-contents.js';
import { table } from './table.js';

/** The experiment file with every default filled in. */
export function experimentSection({ contents: { record, result } }: ReportRequest): Section | null {
  if (record?.experiment === undefined) return null;
  const overrides = record.overrides ?? [];
  return {
    id: 'experiment', title: 'The experiment', content: markup`${overrides.length > 0 && markup`<p>Given on the command line: ${overrides.map((text, k) => markup`${k > 0 && ', '}<code>${text}</code>`)}.</p>
`}<details><summary>The file${result?.before !== undefined && ' of the run that this network was made from'} with every default filled in; ${whatItTakes(record)}</summary>
<pre tabindex="0"><code>${toYaml(record.experiment)}</code></pre></details>`,
  };
}

/** What must be there where the file is run again. */
function whatItTakes({ experiment, data = {} }: RecordOfRun): string {
  const { from } = (experiment?.network ?? {}) as { readonly from?: string | { readonly path: string } };
  const named = [...new Set([...Object.keys(data), ...(from === undefined ? [] : [typeof from === 'string' ? from : from.path]), ...(experiment?.plugins ?? [])])];
  return named.length === 0 ? 'it can be run as it is' : `it can be run where what it names is there: ${named.join(', ')}. What code gave, such as rows, is in no file until code writes one of that name`;
}

/** What it ran on. */
export function versionSection({ contents: { record, timing } }: ReportRequest): Section | null {
  if (record === null) return null;
  const { knotwork, git, node, platform, engine, plugins = {}, versions = {} } = record;
  const facts: (readonly [string, string])[] = [
    ['run', record.id ?? '-'], ['Knotwork', [knotwork?.version, sourceText(knotwork)].filter((part) => part !== undefined && part !== '').join(', ') || '-'],
    ['folder of the experiment', sourceText(git) || 'not under version control'],
    ...(typeof node === 'string' ? [['Node', node] as const] : []), ...(typeof platform === 'string' ? [['platform', platform] as const] : []),
    ['engine', Object.values(engine ?? {}).filter((part) => typeof part === 'string' || typeof part === 'number').join(', ') || '-'],
    ...Object.entries(plugins).map(([name, fingerprint]) => [`package ${name}`, fingerprint] as const),
    ...(timing?.resumptions === undefined || timing.resumptions === 0 ? [] : [['interrupted and gone on', `${timing.resumptions} times`] as const]),
  ];
  const packages = Object.entries(versions);
  return {
    id: 'versions', title: 'Versions', content: markup`${table('What it ran on', [{ title: 'what' }, { title: 'which' }], facts.map(([what, which]) => [what, markup`<code>${which}</code>`]))}${packages.length > 0
      && markup`<details><summary>${packages.length} packages of Knotwork</summary>${table('Packages', [{ title: 'package' }, { title: 'version' }], packages)}</details>`}`,
  };
}

function sourceText(source: SourceOfRun | null | undefined): string {
  return typeof source?.commit === 'string' ? `commit ${source.commit.slice(0, 12)}${source.dirty === true ? ', changed since' : ''}` : '';
}
