import { describedChecks } from '@knotwork/conformance';
import { COMMAND } from './chooser-page.js';

/** Ways in which libraries for KANs have gone wrong, and what would have told: checks by name, or a test of the repository. */
export const KNOWN_DEFECTS: readonly { readonly defect: string; readonly checks: readonly string[]; readonly tests?: readonly { readonly file: string; readonly name: string }[] }[] = [
  {
    defect: 'A grid update fits what a weight was already multiplied into, and multiplies again: the function changes with every update',
    checks: ['a refit onto the same domain changes nothing', 'a refit onto a narrower domain keeps functions within the error of their fit'],
  },
  {
    defect: 'A larger scale of the initial values makes them smaller; the entropy of edges is NaN where one is zero',
    checks: ['twice the scale is twice the spread', 'the penalty and its slopes are finite, also where every edge is zero'],
  },
  { defect: 'All edges start as the same function, and stay that', checks: ['no two edges start as the same function'] },
  { defect: 'The backward pass multiplies by a factor that the forward pass leaves out', checks: ['gradients agree with differences', 'derivatives to third order agree with differences'] },
  { defect: 'A formula by way of arccos has an infinite slope at the ends of the domain', checks: ['features and derivatives to third order are finite everywhere'] },
  {
    defect: 'A part of the edge is computed, or trained, and never used',
    checks: ['parts that the composition leaves out have no parameters', 'every coefficient is live somewhere in the domain', 'shape parameters begin where they may be, and each does something'],
  },
  { defect: 'Coefficients are taken in the wrong order, so that "the edge from i to j" means nothing', checks: ['an edge reaches its own output only, through its own input only'] },
  {
    defect: 'Outputs depend on the other rows of a batch; memory grows with every call',
    checks: ['a row by itself gives what it gives among others'],
    tests: [{ file: 'packages/engine-native/src/run/kernel-lifetime.spec.ts', name: 'a thousand programs, their states disposed of or not, need no more memory than a few' }],
  },
  {
    defect: 'Every layer draws the same random numbers; a grid update draws parameters anew',
    checks: ['layers of one shape start differently', 'the same stream gives the same numbers, another gives others', 'a refit onto the same domain changes nothing'],
  },
  {
    defect: 'An extension that could be exact is not; pruning gives NaN; a fit that failed is hidden',
    checks: ['extensions declared exact keep every function to 1e-12', 'edges that are switched off pass nothing on and are not counted'],
    tests: [{ file: 'packages/network/src/edits/prune.spec.ts', name: 'pruning edges whose function is constant keeps the function, with every kind of node' }],
  },
  {
    defect: 'The best network is chosen on test rows; a metric is not what its name says',
    checks: ['no row is in two parts'],
    tests: [
      { file: 'apps/runner/src/compose.int.spec.ts', name: 'nothing is trained, scaled or chosen on test rows: with others the same network comes out' },
      { file: 'packages/metrics/src/metrics.spec.ts', name: 'errors are taken over all rows and outputs' },
    ],
  },
];

const INTRODUCTION = `# Prove what a plugin claims

A plugin says what it can do as data. \`@knotwork/conformance\` reads that and makes checks of it: small, named, one test each. A
conformance spec is five lines, here for Node's own test runner; for jest the first one says \`'@jest/globals'\`:

<!-- check: types: jest runs it -->
<!-- check: with: hat.d.ts = tools/docs-blocks/readers/hat.d.ts -->
\`\`\`ts
import { test } from 'node:test';
import { checkBasis } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { hat } from './hat.js';

for (const { name, run } of checkBasis(hat, { engine: await native.create({}) })) test(name, run);
\`\`\`

There is one such function for every public kind, and \`checkPlugin\` for a plugin of any kind. They return \`{ name, run }\`; the kit knows no
test runner, and \`run\` rejects with an error that says what is wrong. \`-t "text"\` of jest, and \`--test-name-pattern "text"\` of Node, run single checks by name. Options are varied one
at a time within what the schema allows; \`options\` in the second argument is a list of options to begin with, for plugins of which some have no
default: \`{ engine, options: [{ count: 3 }] }\`. Names of other plugins among the options are those of the kit's own stand-ins, such as
\`reference-tanh\`; real ones are brought along: \`{ engine, options: [{ f: 'sine' }], companions: [sine] }\`. \`expectedFailures\` names a check that is
known to fail, and why: it must then fail.

## From the command line

The command has the kit, so that a plugin needs no test runner, and nothing installed, to be checked:

<!-- check: with: hat-basis.mjs = examples/custom-basis/hat-basis.mjs -->
\`\`\`sh
knotwork plugins check hat-basis.mjs    # a file; "." is the package in this folder, and the name of an installed package does as well
\`\`\`

It loads the package as a run would, runs the checks of every plugin in it with the engine \`native\`, and names every check that failed, with its
message; a basis takes one to two seconds. Kinds without checks, such as metrics and stages, are said to have none; engines have theirs in a spec, see below. The exit status is 0 where all
passed or failed as expected, 1 where a check failed, 2 where the package cannot be loaded or checked.

All plugins that are installed are companions: names among the options are those of real plugins, where there are any. What else checks need, options
without a default above all, is said in \`conformance.js\` beside \`package.json\` (of a plugin that is a single file \`hat.mjs\`, in
\`hat.conformance.mjs\`): an object of what is given to \`checkPlugin\`, by kind and name. A spec can import it, too.

\`\`\`js
export default {
  'basis hat': { options: [{ intervals: 4 }] },
  'function exp-power': { range: [-2, 2], expectedFailures: { 'value and slope are finite far out': 'it is what it is called' } },
};
\`\`\`

Where it is compiled, \`package.json\` says where it is: \`"knotwork": { "conformance": "./dist/conformance.js" }\`. Examples of importers come from
\`exampleFrom\` of \`@knotwork/conformance\`. What exporters write is run where that can be, and the command says where it cannot.

What came of it is written to \`conformance.json\` beside \`package.json\`: counts and failures of every plugin, versions, the date, and the SHA-256 of
the package's code, which is its entry and all files of the package that its modules name. Put it among the \`files\` of the package: \`knotwork plugins
FILE\` shows it for the packages of an experiment, and \`knotwork plugins\` for those that \`package.json\` in the working folder depends on, and says where
it is missing, or was made of other code. It is a statement of the author, and anybody can repeat it by the same command.

\`knotwork plugins show basis hat FILE --formula\` prints what a plugin is as mathematics: its formulas with their derivatives as text and LaTeX,
operations and bytes of the kernel, means and variances of features, a plot (a picture with \`--out FILE.svg\`), and C. \`--option degree=2\` changes an option.

## Engines, and the checks themselves

Engines are checked the same way, by \`checkEngine\`: what an engine says it can decides which checks apply to it (\`inapplicableChecks\` lists the
others, each with the capability that is missing), its precision decides how close is close enough, and what it computes is compared with the engine
\`reference\` and with differences.

The checks are checked themselves: plugins and engines with one defect each (\`brokenPlugins\`, \`brokenEngines\`) must be caught by the check that is
there for it, and fail no others than those listed with them.
`;

/** docs/conformance.md. */
export function conformancePage(): string {
  const kinds = describedChecks().map(({ function: name, checks }) => `## \`${name}\`\n\n${table(
    ['check', 'how', 'for plugins that claim'], checks.map((check) => [check.name, check.how, check.claim]),
  )}`);
  const defects = KNOWN_DEFECTS.map(({ defect, checks, tests = [] }) => [
    defect, [...checks.map((name) => `"${name}"`), ...tests.map(({ file, name }) => `[${file.split('/').at(-1)!}](../${file}): "${name}"`)].join('; '),
  ]);
  return `${[
    INTRODUCTION.trimEnd(), `<!-- Written by ${COMMAND}: change the checks, or tools/chooser, not this page. -->`,
    `## Known ways to go wrong\n\nDefects that libraries for KANs have had, and what finds them here.\n\n${table(['defect', 'found by'], defects)}`, ...kinds,
  ].join('\n\n')}\n`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = titles.map((_, c) => rows.some((row) => row[c] !== ''));
  const line = (cells: readonly string[]): string => `| ${cells.filter((_, c) => used[c]).map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
