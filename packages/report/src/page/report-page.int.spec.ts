import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toYaml } from '@knotwork/experiment/texts';
import { numberText } from '@knotwork/pictures';
import { reportPage } from './report-page.js';
import { SCRIPT, SCRIPT_HASH } from './script.js';
import { everything, named, type Parsed, parsedPage, tableOf, textOf, withId } from '../fixtures/parsed-page.js';
import { changed, ranFiles, type ReadFile, requestOf } from '../fixtures/reported.js';
import type { ReportRequest } from '../report-request.js';

const HOSTILE = ['"><script>alert(1)</script>', "<img src=x onerror='alert(2)'>", 'Größe & Länge [m²]'];
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const table = [[...HOSTILE, 'kind'].map(quoted), ...Array.from({ length: 60 }, (_, n) => [n / 30 - 1, Math.cos(n), Math.sin(n / 10) + Math.cos(n) ** 2, n % 3 === 0 ? 'a & b' : '</style>'])].map((row) => row.join(',')).join('\n');
const learned = (target: string, more = ''): string => `knotwork: 1
name: hostile
dataset: { kind: table, path: rows.csv, target: ${JSON.stringify(target)}, inputs: ${JSON.stringify(HOSTILE.slice(0, 2))}${more} }
network: { widths: [2, 2, ${target === 'kind' ? 2 : 1}], basis: { kind: b-spline, intervals: 3 } }
stages:
  - { kind: fit, steps: 6, starts: { count: 2, steps: 3 } }
  - { kind: extend-grid, levels: [6], fit: { steps: 3 }, stop: none }
`;

let [numbers, classes]: [ReadFile, ReadFile] = [() => null, () => null];
let request: ReportRequest;
let page: Parsed;
let text: string;
beforeAll(async () => {
  numbers = await ranFiles(learned(HOSTILE[2]!), { 'rows.csv': table });
  classes = await ranFiles(learned('kind', ', task: classification'), { 'rows.csv': table });
  request = await requestOf(numbers);
  text = reportPage(request);
  page = parsedPage(text);
}, 60_000);
afterAll(() => request.model!.dispose());

describe('a page', () => {
  test('has a language, a title, one main heading, landmarks, and every heading below the one before it', () => {
    expect(page.attributes['lang']).toBe('en');
    expect([textOf(named(page, 'title')[0]!), named(page, 'h1').map(textOf)]).toEqual(['hostile - Knotwork', ['hostile']]);
    expect(['header', 'nav', 'main', 'footer'].map((name) => named(page, name).length)).toEqual([1, 1, 1, 1]);
    expect(named(page, 'h2').map(textOf)).toEqual(['The network', 'What matters', 'How well it predicts', 'How it was trained', 'Data', 'The experiment', 'Versions']);
  });

  test('asks nobody for anything, and lets no script run but its own', async () => {
    const policy = named(page, 'meta').find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')!.attributes['content'];
    expect(policy).toBe(`default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`);
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(SCRIPT));
    expect(btoa(String.fromCharCode(...new Uint8Array(hash)))).toBe(SCRIPT_HASH);
    expect(named(page, 'script').map(textOf)).toEqual([SCRIPT]);
    for (const { name, attributes } of everything(page)) {
      for (const [key, value] of Object.entries(attributes)) {
        expect(key).not.toMatch(/^on|^style$/);
        if (['href', 'src', 'action', 'srcset', 'data'].includes(key)) expect([name, value]).toEqual([name, expect.stringMatching(/^(#|data:)/)]);
      }
    }
    expect(text).not.toMatch(/url\(|@import/);
  });

  test('has every id once, and what ids are named leads somewhere', () => {
    const ids = everything(page).flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const asked = everything(page).flatMap(({ attributes }) => [attributes['href']?.replace(/^#/, ''), attributes['aria-labelledby'], attributes['aria-describedby']]).filter((id) => id !== undefined && !id.startsWith('data:'));
    expect(asked.filter((id) => !ids.includes(id!))).toEqual([]);
  });

  test('takes names of users as they are, whatever they look like', () => {
    const cells = tableOf(page, 'Columns over training rows').slice(1).map(([name, is]) => [name, is]);
    expect(cells).toEqual([[HOSTILE[0], 'input'], [HOSTILE[1], 'input'], [HOSTILE[2], 'target']]);
    expect(named(page, 'img')).toEqual([]);
    expect(named(page, 'script')).toHaveLength(1);
  });

  test('says first how good the network is, beside a line and a constant', () => {
    const { test: { rmse = NaN } = {} } = request.contents.result!.metrics! as { test?: { rmse?: number } };
    const [verdict] = everything(page).filter(({ attributes }) => attributes['class'] === 'verdict');
    expect(textOf(verdict!)).toMatch(/^That is .* % of the error of a constant; a line has .* %\. RMSE .* of Größe & Länge \[m²\] on the 12 test rows\.$/);
    const beside = tableOf(page, 'Beside the simplest models, on test rows');
    expect(beside.map(([name]) => name)).toEqual(['model', 'the network', 'a line', 'a constant']);
    expect(Number(beside[1]![1])).toBeCloseTo(rmse, 2);
    const { network, line } = request.contents.result!.simple!;
    // The constant is what both are shares of.
    expect(Number(beside[3]![1])).toBeCloseTo(rmse / network!, 2);
    expect(Number(beside[2]![1]) / Number(beside[3]![1])).toBeCloseTo(line!, 2);
  });

  test('shows the network, and every edge of it large, the largest score first', () => {
    const panels = everything(withId(page, 'network')).flatMap(({ attributes }) => /^network-(edge-.*)$/.exec(attributes['id'] ?? '')?.[1] ?? []);
    const details = named(page, 'details').filter(({ attributes }) => attributes['id'] !== undefined);
    expect(panels).toHaveLength(6);
    expect(details.map(({ attributes }) => attributes['id']).sort()).toEqual([...panels].sort());
    const scores = details.map((each) => Number(/score ([\d.]+)/.exec(textOf(each))![1]));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const each of details) expect(named(each, 'svg')).toHaveLength(1);
  });

  test('has the metrics of the result, the ladder, and the stages', () => {
    const { metrics, stages } = request.contents.result!;
    const rows = tableOf(page, 'Metrics in the units of the target; the loss is in standardized units');
    expect(textOf(page)).toContain('The loss that was trained, in standardized units. ');
    expect(rows[0]).toEqual(['metric', 'train', 'test']);
    expect(rows.slice(1).map(([name]) => name)).toEqual(['loss', 'MAE', 'max error', 'R2', 'RMSE']);
    expect(Number(rows[2]![2])).toBeCloseTo(metrics!.test!['mae']!, 3);
    const ladder = tableOf(page, 'Ladder of stage 2');
    expect(ladder.map(([level]) => level)).toEqual(['intervals', '3', '6']);
    expect(ladder.slice(1).map((row) => Number(row[4]))).toEqual(stages![1]!.rungs!.map(({ parameters }) => parameters.effective));
    expect(tableOf(page, 'Stages').map(([stage]) => stage)).toEqual(['stage', '1 fit', '2 extend-grid']);
    for (const id of ['learning', 'rungs-1', 'predicted-0', 'residuals-0', 'importances']) expect(withId(page, id).attributes['role']).toBe('img');
  });

  test('has the whole file, the hash of the data, degrees of freedom and versions', () => {
    expect(named(page, 'pre').map((pre) => textOf(pre))).toEqual([toYaml(request.contents.record!.experiment!).replace(/\s+/g, ' ').trim()]);
    expect(textOf(page)).toContain('The file with every default filled in; it can be run where what it names is there: rows.csv. What code gave, such as rows, is in no file until code writes one of that name');
    expect(tableOf(page, 'Files')[1]).toEqual(['rows.csv', request.contents.record!.data!['rows.csv']]);
    expect(tableOf(page, 'What it ran on')[1]).toEqual(['run', request.contents.record!.id]);
    expect(tableOf(page, 'How much freedom').map(([what]) => what)).toEqual(['what', 'degrees of freedom', `noise of ${HOSTILE[2]!}`, 'parameters', 'edges']);
    expect(tableOf(page, 'Packages').length).toBeGreaterThan(10);
  });
});

test('classes have a confusion matrix in place of residuals, beside the most common class', async () => {
  const asked = await requestOf(classes);
  const other = parsedPage(reportPage(asked));
  await asked.model!.dispose();
  const cells = everything(withId(other, 'confusion')).filter(({ name }) => name === 'title').map(({ own }) => own);
  expect(cells).toContainEqual(expect.stringMatching(/^a & b predicted as <\/style>: /));
  expect(everything(other).filter(({ attributes }) => /^(predicted|residuals)-/.test(attributes['id'] ?? ''))).toEqual([]);
  expect(tableOf(other, 'Beside').map(([name]) => name)).toEqual(['model', 'the network', 'the most common class']);
  expect(textOf(other)).toMatch(/ % of the 12 test rows are classified right\./);
  const captions = (of: Parsed): string[] => named(of, 'caption').map(textOf).filter((caption) => caption.startsWith('Metrics'));
  for (const shown of [other, parsedPage(reportPage({ ...asked, model: null }))]) {
    expect([captions(shown), textOf(shown).includes('standardized units'), textOf(shown).includes('The loss that was trained. ')]).toEqual([['Metrics'], false, true]);
  }
});

test('a loss of targets that were left as they are is in their units, and a file that names nothing can be run as it is', async () => {
  const plain = await requestOf(await ranFiles('knotwork: 1\nname: plain\ndataset: { kind: expression, expression: 100 * x1, samples: { train: 40, validation: 10, test: 10 } }\nnetwork: { widths: [1, 1] }\nstandardizeTargets: false\nstages: [{ kind: fit, steps: 2 }]\n'));
  const other = parsedPage(reportPage(plain));
  await plain.model!.dispose();
  expect(named(other, 'caption').map(textOf)).toContain('Metrics in the units of the target');
  expect(textOf(other)).not.toContain('in standardized units');
  expect(textOf(other)).toContain('The file with every default filled in; it can be run as it is');
});

test('without a model the picture is the one that the run drew, and all the rest is there', async () => {
  const asked = { ...await requestOf(numbers, false), notes: ['A package is missing.'] };
  const other = parsedPage(reportPage(asked));
  const [image] = named(other, 'img');
  const [, drawn] = /^data:image\/svg\+xml;base64,(.*)$/.exec(image!.attributes['src']!)!;
  expect(new TextDecoder().decode(Uint8Array.from(atob(drawn!), (c) => c.charCodeAt(0)))).toBe(asked.contents.picture);
  expect(image!.attributes['alt']).not.toBe('');
  expect(named(other, 'h2').map(textOf)).toEqual(named(page, 'h2').map(textOf));
  expect(textOf(other)).toContain('A package is missing.');
});

test('figures of a network that fell out of a comparison are not held against those of all rows', async () => {
  const result = JSON.parse(new TextDecoder().decode(numbers('result.json')!)) as object;
  const network = (widths: number[], loss: number, parts?: number) => ({ widths, unknowns: 9, loss, rmse: 2 * loss, difference: 0.25, standardError: 0.125, ...(parts === undefined ? {} : { parts }) });
  const choice = { folds: 3, rows: 36, best: 0, chosen: 0, worth: 'yes', text: 'It is', isStopped: false, simple: [], networks: [network([2, 1], 0.5), network([2, 3, 1], 0.375, 1)] };
  const asked = await requestOf(changed(numbers, { 'result.json': JSON.stringify({ ...result, choice }) }), false);
  expect(tableOf(parsedPage(reportPage(asked)), 'Compared').slice(1)).toEqual([['[2, 1]', '9', '1', '0.5', '0.25 ± 0.125', 'taken'], ['[2, 3, 1]', '9', '-', '-', '0.25 ± 0.125', 'out after 1 of 3 parts']]);
});

test('a run without a result is shown as what it is', async () => {
  const asked = await requestOf(changed(numbers, { 'result.json': null, 'evaluation.npz': null, 'network.svg': null, 'timing.json': null }), false);
  const other = parsedPage(reportPage(asked));
  expect(textOf(named(other, 'header')[0]!)).toContain('not finished');
  expect(textOf(other)).toContain('last seen in stage 2 of 2 (extend-grid); 2 stages were finished.');
  expect(named(other, 'h2').map(textOf)).toEqual(['How it was trained', 'Data', 'The experiment', 'Versions']);
});

test('two files of a network are enough for a page', async () => {
  const asked = await requestOf((name) => (name.startsWith('network.') && !name.endsWith('.svg') ? numbers(name) : null));
  const other = parsedPage(reportPage(asked));
  await asked.model!.dispose();
  expect(textOf(named(other, 'header')[0]!)).toContain('what it was trained on and how is not known here');
  expect(named(other, 'h2')).toEqual([]);
});

describe('a run that solved equations', () => {
  const decay = `knotwork: 1
name: decay
dataset: { kind: domain, coordinates: { t: [0, 2] }, equations: u_t = -k*u, conditions: [{ on: t=0, equation: u = 1 }], parameters: { k: 0.5 }, measured: [{ path: decay.csv }], reference: exp(-t), weight: 1, points: { inside: 100 } }
network: { widths: [1, 1] }
stages: [{ kind: solve, starts: { count: 1, steps: 5 }, steps: 15 }]
`;
  const measured = ['t,u', ...Array.from({ length: 21 }, (_, k) => `${k / 10},${Math.exp(-k / 10)}`)].join('\n');
  const section = (of: Parsed): Parsed | undefined => everything(of).find(({ attributes }) => attributes['aria-labelledby'] === 'solution');
  let solved: ReadFile;
  beforeAll(async () => { solved = await ranFiles(decay, { 'decay.csv': measured }); }, 60_000);

  test('shows the picture, residuals of every block, errors, and what was found', async () => {
    const shown = section(parsedPage(reportPage(await requestOf(solved, false))))!;
    const [image] = named(shown, 'img');
    expect(Buffer.from(image!.attributes['src']!.replace('data:image/svg+xml;base64,', ''), 'base64').toString()).toBe(new TextDecoder().decode(solved('solution.svg')!));
    expect(image!.attributes['alt']).toBe('The solution over its domain, as the run drew it');
    const tables = named(shown, 'table').map((of) => named(named(of, 'tbody')[0]!, 'tr').map((row) => row.children.map(textOf)));
    expect(tables.map((rows) => rows.map(([name]) => name))).toEqual([['equation', 'condition 1', 'measured'], ['u'], ['k']]);
    expect(Number(tables[2]![0]![1])).toBeCloseTo(1, 2);
    const { stages } = JSON.parse(new TextDecoder().decode(solved('result.json')!)) as { readonly stages: readonly { readonly standardErrors: { readonly k: number } }[] };
    expect(tables[2]![0]![2]).toBe(numberText(stages[0]!.standardErrors.k, 2));
  });

  test('a number without a standard error has none', async () => {
    const result = new TextDecoder().decode(solved('result.json')!).replace(/("standardErrors": \{\s*"k": )[^,}\s]+/, '$1null');
    const shown = section(parsedPage(reportPage(await requestOf(changed(solved, { 'result.json': result }), false))))!;
    expect(named(named(shown, 'table')[2]!, 'td').map(textOf).at(-1)).toBe('-');
  });

  test('the ladder has what the stage says of every level', async () => {
    const of = parsedPage(reportPage(await requestOf(solved, false)));
    const [head, rung] = tableOf(of, 'Ladder of stage 1: what it says of every rung');
    expect(head).toEqual(['intervals', 'objective', 'residual', 'elsewhere', 'relativeL2', 'parameters']);
    const { stages } = JSON.parse(new TextDecoder().decode(solved('result.json')!)) as { readonly stages: readonly { readonly objective: number; readonly relativeL2: { readonly u: number }; readonly elsewhere: { readonly equation: number } }[] };
    const { objective, relativeL2, elsewhere } = stages[0]!;
    for (const [k, value] of [[1, objective], [3, elsewhere.equation], [4, relativeL2.u]] as const) expect(rung![k]).toBe(numberText(value));
    // Nothing of rows, of which training ones have no targets.
    expect(textOf(of)).not.toContain('RMSE of every rung');
    expect(withId(of, 'rungs-0').attributes['role']).toBe('img');
  });

  test('without its picture it has the numbers; a run that solved nothing has no such section', async () => {
    const shown = section(parsedPage(reportPage(await requestOf(changed(solved, { 'solution.svg': null }), false))))!;
    expect([named(shown, 'img').length, named(shown, 'table').length]).toEqual([0, 3]);
    expect(section(page)).toBeUndefined();
  });

  test('a number that is not one is told as missing', async () => {
    const result = new TextDecoder().decode(solved('result.json')!).replace(/("condition 1": )[^,}\s]+/g, '$1null');
    const shown = section(parsedPage(reportPage(await requestOf(changed(solved, { 'result.json': result }), false))))!;
    expect(textOf(shown)).toMatch(/condition 1\s*-/);
  });

  test('a drift that is not one is told with its reason', async () => {
    const result = new TextDecoder().decode(solved('result.json')!).replace(/("relativeL2": \{)/g, '"drift": { "u": 0.125, "u - u": null }, "noDrift": { "u - u": "0 everywhere" }, $1');
    const shown = section(parsedPage(reportPage(await requestOf(changed(solved, { 'result.json': result }), false))))!;
    expect(textOf(shown)).toMatch(/u\s*0\.125\s*u - u\s*0 everywhere/);
  });
});
