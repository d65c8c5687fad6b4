import { expect, test } from '@jest/globals';
import type { ChoiceReport } from '@knotwork/experiment';
import { choiceText } from './choice-text.js';

const report: ChoiceReport = {
  folds: 5, rows: 80, best: 1, chosen: 0, worth: 'equal', text: 'A network is as good as ridge here', isStopped: false,
  simple: [{ name: 'constant', form: 'constant', loss: 1, rmse: 2, difference: 0.5, standardError: 0.1 }],
  networks: [
    { widths: [3, 1], unknowns: 24, loss: 0.51, rmse: 1.42, difference: 0.01, standardError: 0.02 },
    { widths: [3, 5, 1], unknowns: 160, loss: 0.5, rmse: 1.41, difference: -3e-17, standardError: 2e-17 },
    { widths: [3, 9, 1], unknowns: 320, loss: null, rmse: null, difference: null, standardError: null },
  ],
};

test('models stand below each other, with the one that is taken and why', () => {
  expect(choiceText(report)).toEqual([
    'Compared by 5-fold cross-validation:',
    '  model      unknowns  RMSE  loss  more loss than the best network',
    '  constant                2     1                       0.5 +- 0.1',
    '  [3, 1]           24  1.42  0.51                     0.01 +- 0.02  taken',
    '  [3, 5, 1]       160  1.41   0.5                                   best',
    '  [3, 9, 1]       320     -     -                         diverged',
    'Taken: [3, 1], the simplest within a standard error of the best, [3, 5, 1].',
    'A network is as good as ridge here.',
  ]);
});

test('figures of a network that is out are of fewer rows, and do not stand beside those of others: differences do', () => {
  const [one, two, three] = report.networks as [ChoiceReport['networks'][number], ChoiceReport['networks'][number], ChoiceReport['networks'][number]];
  const lines = (networks: ChoiceReport['networks']): string[] => choiceText({ ...report, networks }).slice(3, 6).map((line) => line.trim().replace(/ {2,}/g, '|'));
  expect(lines([one, two, { ...two, parts: 2, difference: 0.125, standardError: 0.0625, widths: [3, 8, 1] }])[2]).toBe('[3, 8, 1]|160|-|-|0.125 +- 0.0625|out after 2 of 5 parts');
  expect(lines([one, two, { ...two, parts: 2, isSame: true, difference: 0, standardError: 0 }])[2]).toBe('[3, 5, 1]|160|-|-|0 +- 0|out after 2 of 5 parts, the same as one with fewer unknowns');
  // Where nobody predicted more, they are of the same rows.
  expect(lines([{ ...one, parts: 1 }, { ...two, parts: 1 }, { ...one, parts: 1, widths: [3, 2, 1] }])[2]).toBe('[3, 2, 1]|24|1.42|0.51|0.01 +- 0.02|out after 1 of 5 parts');
  expect(lines([one, two, { ...three, parts: 1 }])[2]).toBe('[3, 9, 1]|320|-|-|diverged|out after 1 of 5 parts');
});

test('why one is taken depends on what is simpler', () => {
  const taken = (best: number, chosen: number): string => choiceText({ ...report, best, chosen }).find((line) => line.startsWith('Taken'))!;
  expect(taken(0, 0)).toBe('Taken: [3, 1], the best, and the simplest.');
  expect(taken(1, 1)).toBe('Taken: [3, 5, 1], the best, and none simpler is within a standard error of it.');
  // A law is taken where what is simpler, and as near, leaves more than noise: 0.01 +- 0.02.
  const ofLaw = (difference: number): string => choiceText({ ...report, best: 1, chosen: 1, networks: report.networks.map((one, k) => (k === 1 ? { ...one, isLaw: true } : k === 0 ? { ...one, difference } : one)) }).find((line) => line.startsWith('Taken'))!;
  expect([0.01, 0.03].map(ofLaw)).toEqual([
    'Taken: [3, 5, 1], the best, which leaves noise alone, as far as the rows tell.', 'Taken: [3, 5, 1], the best, and none simpler is within a standard error of it.',
  ]);
});

test('what was made for a structure has its words beside the widths, and a law that is taken says why', () => {
  const of = (structure: string, isLaw?: true) => choiceText({ ...report, best: 1, networks: [{ ...report.networks[0]!, structure, difference: 0.05, ...(isLaw === undefined ? {} : { isLaw }) }, report.networks[1]!] });
  expect(of('the target is sqrt of L', true).slice(3)).toEqual([
    '  [3, 1] (sqrt of L)        24  1.42  0.51                     0.05 +- 0.02  taken', '  [3, 5, 1]                160  1.41   0.5                                   best',
    'Taken: [3, 1] (sqrt of L), which leaves noise alone, as far as the rows tell; [3, 5, 1] is not clearly better.', 'In it, the target is sqrt of L.', 'A network is as good as ridge here.',
  ]);
  expect(of(`the target is in proportion to ${'x'.repeat(51)}`)[3]).toContain(`[3, 1] (${'x'.repeat(47)}...) `);
});

test('a law that is taken for its short description says so, beside another that tells its own', () => {
  const of = (description: number | undefined) => choiceText({ ...report, best: 1, chosen: 0, networks: [{ ...report.networks[0]!, structure: 'the target is exp of T^-1', isLaw: true, description: -8 }, { ...report.networks[1]!, structure: 'the target is sqrt of T', isLaw: true, ...(description === undefined ? {} : { description }) }] }).find((line) => line.startsWith('Taken'));
  expect([of(-7), of(undefined)]).toEqual([
    'Taken: [3, 1] (exp of T^-1), the law that describes the rows, but for those of the test, in the fewest words; [3, 5, 1] (sqrt of T) is not clearly better.',
    'Taken: [3, 1] (exp of T^-1), the simplest within a standard error of the best, [3, 5, 1] (sqrt of T).',
  ]);
});

test('classes are told by accuracy', () => {
  const classes = { ...report, networks: report.networks.map(({ rmse: _, ...line }) => ({ ...line, accuracy: 0.9 })), simple: [] };
  expect(choiceText(classes).slice(1, 3)).toEqual(['  model      unknowns  accuracy  loss  more loss than the best network', '  [3, 1]           24       0.9  0.51                     0.01 +- 0.02  taken']);
});
