import { expect, test } from '@jest/globals';
import { catalogOf, type Definition, type PluginUse, use, z } from '@knotwork/plugin';
import { defineStage } from '../stages/stage.js';
import { DEFINITIONS } from './fixtures/catalog.js';
import { resolveText } from './fixtures/resolving.js';
import type { FreshNetwork } from './experiment-schema.js';
import { withChoices } from './with-choices.js';

const never = (): never => { throw new Error('not run'); };
const options = z.strictObject({ optimizer: use('optimizer').optional() });
/** Stages that train with what they are told, and one that trains nothing. */
const stages: readonly Definition[] = [
  defineStage({
    name: 'train', summary: 'Trains', needsTrained: false, options, check: never, run: never,
    optimizer: ({ optimizer }) => optimizer!,
  }),
  defineStage({ name: 'look', summary: 'Looks', needsTrained: false, options, check: never, run: never }),
] as unknown as readonly Definition[];
const update = { kind: 'optimizer', name: 'steps', summary: 'Steps', options: z.strictObject({}), method: 'update', slots: [], update: never } as unknown as Definition;
const catalog = catalogOf([...DEFINITIONS, ...stages, update].map((definition) => ({ definition, package: '@knotwork/fixture', version: '0.0.0' })));

const plain = resolveText('knotwork: 1\nname: small\ndataset: { kind: expression, expression: x1 + x2 }\nnetwork: { widths: [2, 5, 1] }\nstages: [{ kind: fit }]\n');
function chosen(network: Partial<FreshNetwork>, recipe: readonly PluginUse[]): typeof plain {
  return withChoices({ ...plain, network: { ...plain.network, initializer: { kind: 'auto' }, ...network }, stages: recipe }, catalog);
}
const train = (optimizer: string): PluginUse => ({ kind: 'train', optimizer: { kind: optimizer } });

test('an initializer that chooses is replaced by its choice, with all its options', () => {
  expect(chosen({}, [train('steps')]).network.initializer).toEqual({ kind: 'wide', gain: 2, exponent: 0.5 });
  expect(chosen({}, [train('damped')]).network.initializer).toEqual({ kind: 'small', amplitude: 0.3 });
  expect(chosen({}, [{ kind: 'look' }]).network.initializer).toEqual({ kind: 'small', amplitude: 0.3 });
});

test('the first stage that trains counts, whatever comes before and after', () => {
  expect(chosen({}, [{ kind: 'look' }, train('steps'), train('damped')]).network.initializer.kind).toBe('wide');
  expect(chosen({}, [train('damped'), train('steps')]).network.initializer.kind).toBe('small');
});

test('one that is named stays, in the network and in its layers', () => {
  const layers = { 0: { initializer: { kind: 'auto' } }, 1: { initializer: { kind: 'small', amplitude: 2 } }, 2: { inputMap: 'tanh' as const } };
  const { network } = chosen({ initializer: { kind: 'small', amplitude: 1 }, layers }, [train('steps')]);
  expect(network.initializer).toEqual({ kind: 'small', amplitude: 1 });
  expect(network.layers).toEqual({ 0: { initializer: { kind: 'wide', gain: 2, exponent: 0.5 } }, 1: { initializer: { kind: 'small', amplitude: 2 } }, 2: { inputMap: 'tanh' } });
});

test('what was chosen stays when the result is resolved again', () => {
  const once = chosen({}, [train('steps')]);
  expect(withChoices(once, catalog)).toEqual(once);
});
