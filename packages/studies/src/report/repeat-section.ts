import { markup, type Section, table } from '@knotwork/report/page';
import type { ReportedStudy } from './study-page.js';

/** A word of a command, as a shell takes it. */
const quoted = (word: string): string => (/^[\w./=:,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** What somebody needs who wants to see the same numbers. */
export function repeatSection({ record, data, place }: ReportedStudy): Section {
  const { base, code, registered, plan } = record;
  const [first] = plan.trials as [typeof plan.trials[number]];
  const files = Object.entries(data).flatMap(([set, hashes]) => Object.entries(hashes).map(([file, hash]) => [set, file, markup`<code>${hash}</code>`]));
  const text = typeof base.text === 'string' ? base.text : JSON.stringify(base.text, undefined, 2);
  return {
    id: 'repeat', title: 'How to repeat it', content: markup`<p><code>knotwork study FILE --out ${quoted(place)}</code> with the file that began it goes on with this study, or in another folder repeats it: results, verdict and tables are then the same bytes, as far as code and host are. A single trial, such as ${
      markup`<code>${first.id}</code>`}, is a run:</p>
<pre tabindex="0"><code>${['knotwork', 'run', base.file, ...first.overrides].map(quoted).join(' ')}</code></pre>
${table('What computed it', [{ title: 'what' }, { title: 'which' }], [['plan', markup`<code>${registered}</code>`], ...code.map((one, k) => [code.length === 1 ? 'code' : `code ${k + 1}`, markup`<code>${one}</code>`])])}${
  files.length > 0 && table('Data files', [{ title: 'data set' }, { title: 'file' }, { title: 'SHA-256' }], files)}<details><summary>The experiment that was varied</summary>
<pre tabindex="0"><code>${text}</code></pre></details>`,
  };
}
