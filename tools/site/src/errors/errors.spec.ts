import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorMessages } from './error-messages.js';
import { COMMAND, errorsPage } from './errors-page.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const of = (...sources: readonly string[]): readonly string[] => errorMessages(sources).map(({ code, text }) => `${code}: ${text}`);

describe('the messages that code makes', () => {
  test('are those of every KnotworkError, with a hole for what is not written there', () => {
    expect(of("export const a = (n) => new KnotworkError('input', `There are ${n} rows, and ${n > 1 ? 'some' : 'one'} too many.`, { path: 'x' });")).toEqual(['input: There are … rows, and … too many.']);
    expect(of("function a(b) { throw new KnotworkError(b.code, 'It failed ' + 'again.', { cause: b }); }")).toEqual(['null: It failed again.']);
  });

  test('are two where there are two wordings', () => {
    expect(of("const a = (b) => new KnotworkError('numerical', b ? 'It is none.' : `It is ${b}.`);")).toEqual(['numerical: It is none.', 'numerical: It is ….']);
    expect(of("const a = (b) => new KnotworkError('busy', 'Wait. ' + (b ? 'Soon.' : 'Later.'));")).toEqual(['busy: Wait. Soon.', 'busy: Wait. Later.']);
  });

  test('are those of functions that make an error of an argument, in all files', () => {
    const maker = "export function refuse(entry, message) { return new KnotworkError('plugin', message, { plugin: entry }); }";
    expect(of('export const a = (e) => refuse(e, `Plugin "${e}" is gone.`);', maker)).toEqual(['plugin: Plugin "…" is gone.']);
    expect(of("const FROM = 'network.from';\nconst fail = (message) => new KnotworkError('input', `${FROM}: ${message}`);\nexport const a = () => fail('there is none.');")).toEqual(['input: network.from: there is none.']);
  });

  test('call options by their names', () => {
    expect(of("const a = (file) => optionError('split', (at) => `${at('split')} must leave rows of ${file}. Lower ${at('split.test')}.`);")).toEqual(['input: split must leave rows of …. Lower split.test.']);
    expect(of("const a = () => optionError('x', (at) => { const b = at('x'); return `${b} must be ${at('y')}.`; });")).toEqual(['input: … must be y.']);
  });

  test('stand once, and not without a word', () => {
    expect(of("const a = (b) => new KnotworkError('input', b.message);\nconst c = () => new KnotworkError('input', 'No.');\nconst d = () => new KnotworkError('input', 'No.');")).toEqual(['input: No.']);
  });
});

describe('docs/errors.md', () => {
  const page = errorsPage(root);
  test(`is what ${COMMAND} writes`, () => {
    if (readFileSync(`${root}docs/errors.md`, 'utf8') !== page) throw new Error(`docs/errors.md is stale. Write it anew: ${COMMAND}`);
  });

  test('has every code with its exit status', () => {
    expect(page).toContain('- `input`, `plugin`, `capability`: exit status 2. ');
    expect([...page.matchAll(/^- `(\w+)`: exit status (\d+)\. \S/gm)].map(([, code, status]) => [code, status])).toEqual([['numerical', '1'], ['environment', '3'], ['busy', '75'], ['internal', '70']]);
  });

  test('has messages of packages and of the command, and none of plugins with a defect', () => {
    expect(page).toContain('\n### @knotwork/datasets\n');
    expect(page).toContain('- `input`: Unknown … "…" (…). …\n');
    expect(page).toContain('- `plugin`: Plugin "…" does not exist: there is no …. Paths in "plugins" start at the folder of the experiment file; correct the path.\n');
    expect(page).toContain('\n### knotwork\n');
    // All that the kit has of them are errors of plugins with a defect.
    expect(page).not.toContain('\n### @knotwork/conformance\n');
    expect(page).not.toMatch(/^### .*\n\n.*\n\n(?!- )/m);
  });
});
