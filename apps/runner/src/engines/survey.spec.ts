import { expect, test } from '@jest/globals';
import { installed } from '@knotwork/experiment';
import { definePackage, type InstalledPackage, KnotworkError } from '@knotwork/plugin';
import { defineEngine, type Engine, type EngineBackend, type Program, type State } from '@knotwork/plugin/engine';
import * as z from '@knotwork/plugin/zod';
import { standardPackages } from '@knotwork/standard';
import { engineText } from './engine-text.js';
import { survey } from './survey.js';

const standard = await standardPackages();
const native = (precision: 'float64' | 'float32'): Promise<Engine> => installed(standard).catalog.get('engine', 'native').create({ precision });
/** An engine that takes a step too many. */
const hasty = (sound: Engine): Engine => Object.assign(Object.create(sound) as Engine, { compile: async (...asked: Parameters<Engine['compile']>) => {
  const program = await sound.compile(...asked);
  const begin = program.start.bind(program);
  return Object.assign(program, { start: async (...given: Parameters<Program['start']>) => {
    const state = await begin(...given);
    const steps = state.steps.bind(state);
    return Object.assign(state, { steps: async (...[count, ...rest]: Parameters<State['steps']>) => {
      await steps(1, ...rest);
      return steps(count, ...rest);
    } });
  } });
} });

/** An engine whose option says how it computes. */
const pickyWith = (backends: () => Promise<readonly EngineBackend[]>): InstalledPackage => ({ name: 'picky-package', version: '1.2.3', definition: definePackage({ api: 2, plugins: [defineEngine({
  name: 'picky', summary: 'an engine with a choice', options: z.strictObject({ by: z.enum(['single', 'wrong', 'dead']).default('single') }),
  create: async ({ by }) => {
    if (by === 'dead') throw new KnotworkError('capability', 'The library is too old. Replace it.');
    return by === 'single' ? native('float32') : hasty(await native('float64'));
  },
  backends,
})] }) });
const look = async (backends: () => Promise<readonly EngineBackend[]>) => {
  const own = pickyWith(backends);
  const { catalog } = installed([...standard, own]);
  // Of the others, what is there depends on the machine.
  const found = await survey({ list: (kind) => catalog.list(kind).filter(({ definition: { name } }) => name === 'picky') }, [own]);
  return { found: found[0]!, text: engineText(found) };
};

test('every backend that is ready is tried by its options, the others say why not and what to do', async () => {
  const { found, text } = await look(async () => [
    { name: 'large', options: { by: 'dead' }, state: 'absent', because: 'large is not installed.', cure: 'Type "install".' },
    { name: 'small', options: { by: 'single' }, state: 'ready', versions: { small: '1.0.0', tensors: '2.1' } },
    { name: 'odd', options: { by: 'wrong' }, state: 'ready' },
    { name: 'old', options: { by: 'dead' }, state: 'ready' },
    { name: 'none', options: {}, state: 'unsupported' },
  ]);
  expect(found).toMatchObject({ name: 'picky', package: 'picky-package', version: '1.2.3', test: null });
  const [large, small, odd, old, none] = found.backends!;
  expect([large!.test, none!.test, 'options' in small!]).toEqual([null, null, false]);
  expect(small).toMatchObject({ name: 'small', state: 'ready', versions: { small: '1.0.0', tensors: '2.1' }, test: { passed: true } });
  // Single precision, and therefore not the engine that runs where none is named.
  expect(small!.test!.difference).toBeGreaterThan(1e-9);
  expect(small!.test!.difference).toBeLessThan(1e-5);
  expect(odd!.test).toMatchObject({ passed: false, because: expect.stringMatching(/^losses differ by \d\.\de-\d of themselves, and single precision explains 0\.0001$/) });
  expect(old!.test).toMatchObject({ passed: false, difference: null, because: 'The library is too old. Replace it' });

  const lines = text.slice(text.findIndex((line) => line.startsWith('picky')));
  expect(lines.slice(0, 2)).toEqual([expect.stringMatching(/^picky +engine 1\.2\.3 +has backends, in the order/), expect.stringMatching(/^ +large +- +absent: large is not installed\. Type "install"\.$/)]);
  expect(lines.find((line) => line.includes(' small '))).toMatch(/^ +small +1\.0\.0, tensors 2\.1 +ready, self-test passed: losses within \d\.\de-\d \(\d+\.\d s\)$/);
  expect(lines.find((line) => line.includes(' odd '))).toMatch(/ FAILED its self-test: losses differ by/);
  expect(lines.find((line) => line.includes(' none '))).toMatch(/^ +none +- +unsupported$/);
  expect(lines.filter((line) => line.length > 110)).toEqual([]);
});

test('backends that are not what the contract says are told as the failure of the plugin', async () => {
  await expect(look(async () => [{ name: 'x', options: {}, state: 'there' } as never])).rejects.toMatchObject({ code: 'plugin', message: expect.stringMatching(/"backends" of the engine "picky" must return .*"ready", "absent", "broken" or "unsupported"/) });
});
