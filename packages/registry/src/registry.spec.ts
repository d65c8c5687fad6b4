import { describe, expect, test } from '@jest/globals';
import { isKnotworkError } from '@knotwork/plugin';
import { containerOf as ofInversify } from './container/inversify-container.js';
import { containerOf as ofPages } from './container/plain-container.js';
import { createRegistry as createAnyRegistry, expected, given, inject, instance, made, type Overrides, type Service, token } from './index.js';

interface Clock { now(): number }
interface Seed { readonly seed: number }

const clock = token<Clock>('test/clock');
const request = token<Seed>('test/request');
const seedOf = token<Seed>('test/seed');
const reader = token<SeedReader>('test/reader');

/** What a throwing call says, as `code: message`. */
async function refusal(call: () => unknown): Promise<string> {
  try { await call(); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}

class RequestSeed implements Seed {
  readonly seed: number;
  constructor(@inject(request) asked: Seed) { this.seed = asked.seed; }
}

class SeedReader {
  constructor(@inject(seedOf) readonly source: Seed, @inject(clock) readonly clock: Clock) {}
}

const asked = expected(request);
const seed = instance(seedOf, 'run', RequestSeed);
const runReader = instance(reader, 'run', SeedReader);
const oneClock = made(clock, 'process', [], (): Clock => ({ now: () => 0 }));
const ofSeed = (n: number): Service => given(request, { seed: n });

describe.each([['inversify', ofInversify], ['what pages load', ofPages]] as const)('with %s', (_, container) => {
  const createRegistry = (services: readonly Service[], overrides: Overrides = []) => createAnyRegistry(services, overrides, container);

  test('services are given to each other, by the tokens of a class and of a function', async () => {
    const told = token<string>('test/told');
    const run = createRegistry([asked, runReader, seed, oneClock, made(told, 'run', [reader, seedOf], ({ source }, own) => `${source.seed} ${source === own}`)]).run([ofSeed(3)]);
    expect(await run.get(told)).toBe('3 true');
    const { source, clock: injected } = await run.get(reader);
    expect(await run.get(seedOf)).toBe(source);
    expect(await run.get(clock)).toBe(injected);
  });

  test('what is promised is waited for, made once, and given as what it is', async () => {
    let count = 0;
    const slow = token<{ readonly n: number }>('test/slow');
    const [left, right] = [token<object>('test/left'), token<object>('test/right')];
    const run = createRegistry([
      made(slow, 'run', [], async () => { await Promise.resolve(); return { n: ++count }; }), made(left, 'run', [slow], (it) => it), made(right, 'run', [slow, left], (it) => it),
    ]).run([]);
    expect(count).toBe(0);
    const [a, b] = await Promise.all([run.get(right), run.get(left)]);
    expect([a, b, count]).toEqual([{ n: 1 }, { n: 1 }, 1]);
    expect(a).toBe(b);
  });

  test('two runs have services of their own and share those of the process', async () => {
    const registry = createRegistry([oneClock, asked, seed, runReader]);
    const [first, second] = [registry.run([ofSeed(1)]), registry.run([ofSeed(2)])];
    const [a, b] = [await first.get(reader), await second.get(reader)];
    expect([a.source.seed, b.source.seed]).toEqual([1, 2]);
    expect(a).not.toBe(b);
    expect(a.clock).toBe(b.clock);
    expect(await first.get(reader)).toBe(a);
    expect(await registry.get(clock)).toBe(a.clock);
  });

  test('a service of the process that needs something of a run is refused before there is one', async () => {
    const message = 'internal: The service knotwork/test/reader of the process needs knotwork/test/seed, which belongs to one run: it would keep the first run\'s. Declare it as one of a run.';
    expect(await refusal(() => createRegistry([oneClock, asked, seed, instance(reader, 'process', SeedReader)]))).toBe(message);
    expect(await refusal(() => createRegistry([asked, made(seedOf, 'process', [request], (own) => own)]))).toMatch(/needs knotwork\/test\/request, which belongs to one run/);
  });

  test('overrides replace services of the same token, the later one wins', async () => {
    const registry = createRegistry([oneClock, asked, seed, runReader], [made(seedOf, 'run', [], () => ({ seed: 8 })), given(seedOf, { seed: 9 })]);
    expect((await registry.run([ofSeed(1)]).get(reader)).source.seed).toBe(9);
  });

  test('one run may be given other services than the rest', async () => {
    const registry = createRegistry([oneClock, asked, seed, runReader]);
    const own = registry.run([ofSeed(1), given(seedOf, { seed: 7 }), given(clock, { now: () => 5 })]);
    expect((await own.get(reader)).source.seed).toBe(7);
    expect((await own.get(reader)).clock.now()).toBe(5);
    expect((await registry.run([ofSeed(1)]).get(reader)).source.seed).toBe(1);
  });

  test('a run service may replace one of the process unless another of the process needs it', async () => {
    const override = made(clock, 'run', [], (): Clock => ({ now: () => 1 }));
    expect((await createRegistry([oneClock], [override]).run([]).get(clock)).now()).toBe(1);
    const needing = made(token<number>('test/needing'), 'process', [clock], ({ now }) => now());
    expect(await refusal(() => createRegistry([oneClock, needing], [override]))).toMatch(/knotwork\/test\/needing of the process needs knotwork\/test\/clock/);
  });

  test('two services of one token, and a run without what comes with every run, are refused', async () => {
    expect(await refusal(() => createRegistry([oneClock, oneClock]))).toMatch(/Two services are registered under knotwork\/test\/clock\. Pass the one/);
    expect(await refusal(() => createRegistry([asked]).run([]))).toBe('internal: knotwork/test/request comes with every run, and this one was begun without it. Give it when the run is begun.');
  });

  test('what is missing or goes in circles is refused in words, before anything is made', async () => {
    expect(await refusal(() => createRegistry([]).run([]).get(clock))).toBe('internal: No service is registered under knotwork/test/clock. Add it to the services.');
    expect(await refusal(() => createRegistry([asked, runReader, seed]))).toBe('internal: No service is registered under knotwork/test/clock, which knotwork/test/reader needs. Add it to the services.');
    const [a, b] = [token<number>('test/a'), token<number>('test/b')];
    expect(await refusal(() => createRegistry([made(a, 'run', [b], (n) => n), made(b, 'run', [a], (n) => n)])))
      .toBe('internal: Services need each other in a circle: knotwork/test/a -> knotwork/test/b -> knotwork/test/a. Break it with a service that both can use.');
    expect(await refusal(() => createRegistry([oneClock, runReader, made(seedOf, 'run', [reader], ({ source }) => source)])))
      .toMatch(/^internal: Services need each other in a circle: knotwork\/test\/reader -> knotwork\/test\/seed -> knotwork\/test\/reader/);
  });

  test('a class that leaves a parameter unmarked is told', async () => {
    class Unmarked { constructor(@inject(clock) readonly clock: Clock, readonly other: Clock) {} }
    const unmarked = token<Unmarked>('test/unmarked');
    expect(await refusal(() => createRegistry([oneClock, instance(unmarked, 'run', Unmarked)])))
      .toBe('internal: The service knotwork/test/unmarked cannot be made: a constructor parameter of Unmarked does not say what it is given. Mark it with @inject(token).');
  });

  test('what a service throws while it is made passes unchanged, at once or later', async () => {
    const bug = new TypeError('a bug');
    await expect(createRegistry([made(clock, 'process', [], (): Clock => { throw bug; })]).get(clock)).rejects.toBe(bug);
    await expect(createRegistry([made(clock, 'process', [], (): Promise<Clock> => Promise.reject(bug))]).get(clock)).rejects.toBe(bug);
  });

  test('what could not be made is tried again when it is asked for again, and then kept', async () => {
    let tries = 0;
    const registry = createRegistry([made(clock, 'process', [], (): Clock => {
      if (++tries === 1) throw new Error('not yet');
      return { now: () => tries };
    })]);
    await expect(registry.get(clock)).rejects.toThrow('not yet');
    const later = await registry.get(clock);
    expect([later.now(), await registry.get(clock) === later, tries]).toEqual([2, true, 2]);
  });

  test('disposing of a scope disposes of what was made for it, latest first, leaves the process alone and ends it', async () => {
    const ended: string[] = [];
    const disposable = (name: string): object => ({ dispose: async () => { ended.push(name); } });
    const named = (name: string) => token<object>(`test/${name}`);
    const [first, second, never, root, value] = [named('first'), named('second'), named('never'), named('root'), named('value')];
    const run = createRegistry([
      made(second, 'run', [first, root, value], () => disposable('second')), made(first, 'run', [], () => Promise.resolve(disposable('first'))), made(never, 'run', [], () => disposable('never')),
      made(root, 'process', [], () => disposable('root')), expected(value),
    ]).run([given(value, disposable('value'))]);
    await run.get(second);
    await run.dispose();
    await run.dispose();
    expect(ended).toEqual(['second', 'first']);
    expect(await refusal(() => run.get(first))).toMatch(/^internal: knotwork\/test\/first was asked for after its run had ended/);
  });

  test('a parameter that is given a service of another type is a type error', () => {
    // @ts-expect-error a seed is no clock
    class Wrong { constructor(@inject(seedOf) readonly clock: Clock) {} }
    // @ts-expect-error a clock is no seed
    expect(instance(seedOf, 'run', Wrong).needs).toEqual([seedOf]);
    // @ts-expect-error the value of a clock must be one
    expect(given(clock, { seed: 1 }).token).toBe(clock);
  });

  test('nothing leads from the registry or a scope to the container', () => {
    const registry = createRegistry([]);
    expect([Object.keys(registry), Object.keys(registry.run([]))]).toEqual([['get', 'run'], ['get', 'dispose']]);
    expect(Object.isFrozen(registry)).toBe(true);
  });
});
