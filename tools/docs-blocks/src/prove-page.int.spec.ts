import { afterAll, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { readPage } from './page.js';
import { provePage } from './prove-page.js';
import { isBuilt, Workbench } from './workbench.js';

// Pages with one defect each, and one without any: what the harness sees.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bench = new Workbench(root, false);
const proves = isBuilt(root) ? test : test.skip;
const faultsOf = async (...lines: string[]): Promise<readonly string[]> => (await provePage(readPage('a.md', lines.join('\n')), bench)).faults;
const block = (language: string, ...lines: string[]): string[] => [`\`\`\`${language}`, ...lines, '```'];

afterAll(() => { bench.close(); });

proves('a sound page is one story: files, folders and variables that a line leaves are there for the next, and what was shown is compared', async () => {
  const page = readPage('a.md', [
    '<!-- check: file: tiny.yaml -->', ...block('yaml', 'knotwork: 1', 'name: tiny', 'dataset: { kind: expression, expression: x1, samples: { train: 20, validation: 10, test: 10 } }', 'network: { widths: [1, 1], basis: { kind: b-spline, intervals: 3 } }', 'stages: [{ kind: fit, steps: 2, starts: { count: 1 } }]'),
    ...block('sh', 'npm run -s knotwork -- run tiny.yaml', 'WHERE=$PWD; mkdir a && cd a', 'npx knotwork show "$WHERE/runs/NAME/ID" > shown.txt'),
    ...block('', 'tiny: widths 1,1, b-spline, seed 0, run 000000000000', '...', 'Done in 3 s.'),
    ...block('text', '$ test -s shown.txt && yes there | head -1', 'there'),
    '<!-- check: long: equation -->', ...block('sh', 'knotwork equation NOTHING.csv --target y'),
    ...block('js', "import { readFileSync } from 'node:fs';", "if (readFileSync('shown.txt', 'utf8') === '') throw new Error('nothing');"),
    'See `knotwork plugins show basis b-spline` and `npm run -s bench -- order --points 3`.',
  ].join('\n'));
  const { faults, proven } = await provePage(page, bench);
  expect(faults).toEqual([]);
  expect(proven.map(({ what, way }) => `${what} ${way}`)).toEqual([
    'block valid', 'command ran', 'command ran', 'command ran', 'block ran', 'block shown', 'command ran', 'block ran', 'command in check:all', 'block in check:all', 'block ran', 'inline command as to names', 'inline command as to names',
  ]);
}, 60_000);

proves.each<[string, string[], RegExp]>([
  ['a command that fails', block('sh', 'true', 'test -e nothing'), /^a\.md:3: test -e nothing ended with status 1/],
  ['a command that fails before a pipe', block('sh', 'test -e nothing | cat'), /^a\.md:2: test -e nothing \| cat ended with status 1/],
  ['an option that is not there', block('sh', 'npx knotwork run FILE --outt x'), /"knotwork run" has no option --outt/],
  ['an option that is not there, in what takes long', ['<!-- check: long -->', ...block('sh', 'npx knotwork run examples/hello-kan.yaml --agian')], /has no option --agian/],
  ['an override that is wrong, in what takes long', ['<!-- check: long -->', ...block('sh', "npx knotwork run examples/hello-kan.yaml 'network.basis=furier'")], /Unknown basis "furier"/],
  ['a measurement that is not there', block('sh', 'npm run -s bench -- ordre'), /There is no study "ordre"/],
  ['a measurement with an arm that is wrong', block('sh', "npm run -s bench -- arms examples/hello-kan.yaml --arms 'a | b: network.basis=furier'"), /Unknown basis "furier"/],
  ['a measurement in a loop that is wrong', block('sh', 'for steps in 1 2; do', '  npm run -s bench -- seeds examples/hello-kan.yaml --seeds 2 stages.0.stepss=$steps', 'done'), /stepss/],
  ['a measurement in another folder whose file is not there', block('sh', 'cd examples', 'for seeds in 1 2; do npm run -s bench -- seeds examples/hello-kan.yaml --seeds $seeds; done'), /There is no examples\/hello-kan\.yaml/],
  ['output that is another', block('text', '$ echo one', 'two'), /the page shows "two"/],
  ['output behind a block that prints something else', [...block('sh', 'echo one'), ...block('', 'two')], /the page shows "two".*shown by/],
  ['output that no command prints', block('text', 'two'), /no command before prints this/],
  ['a part of a file that is not valid', block('yaml', 'network:', '  basis: { kind: b-spline, dgree: 3 }'), /dgree/],
  ['a part of a study that is not valid', block('yaml', 'factors: { network.basis: [b-spline, furier] }'), /furier/],
  ['code that throws', block('js', "throw new Error('on purpose')"), /ended with status 1[^]*on purpose/],
  ['JSON that is none', block('json', '{ "a": }'), /^a\.md:1: /],
  ['a language that nothing proves', block('rust', 'fn main() {}'), /nothing proves a block of rust/],
  ['a spec that is not there', ['<!-- check: by: tools/nothing.spec.ts -->', ...block('rust', 'x')], /tools\/nothing\.spec\.ts, which is said to prove it, is not there/],
  ['a spec that does not name the page', ['<!-- check: by: tools/bench/src/studies.spec.ts -->', ...block('rust', 'x')], /does not name a\.md/],
  ['an installation without a mark', block('sh', 'pip install numpy'), /nothing here knows how to check "pip"/],
  ['a file of the workspace that is not there', ['<!-- check: needs: cluster -->', ...block('sh', 'cd tools/bench/peers', 'python3 nothing.py')], /there is no tools\/bench\/peers\/nothing\.py/],
  ['a command in prose that is not there', ['Type `knotwork shwo DIR`.'], /there is no command "shwo"/],
  ['a script in prose that is not there', ['Type `npm run -s nothing`.'], /there is no script "nothing"/],
])('%s is seen', async (_, lines, fault) => {
  const faults = await faultsOf(...lines);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(fault);
}, 60_000);
