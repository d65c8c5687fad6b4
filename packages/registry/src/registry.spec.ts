import { expect, test } from '@jest/globals';
import { type Catalog, defineFunction, definePackage, defineMetric, KINDS, isKnotworkError, tokens, z } from '@knotwork/plugin';
import { createRegistry, inject, injectable, type InstalledPackage, type Scope, type Service } from './index.js';

const options = z.strictObject({});
const silu = defineFunction({ name: 'silu', summary: 'x times its sigmoid', options, apply: (x) => x.mul(x.sigmoid()) });
const identity = defineFunction({ name: 'identity', summary: 'x', options, apply: (x) => x });
const rmse = defineMetric({ name: 'silu', summary: 'A metric that happens to be called silu', options, evaluate: () => 0 });
const installed = (name: string, ...plugins: Parameters<typeof definePackage>[0]['plugins']): InstalledPackage =>
  ({ name, version: '1.2.3', definition: definePackage({ api: 1, plugins }) });

const clock = Symbol.for('test/clock');
const seedOf = Symbol.for('test/seed');
const reader = Symbol.for('test/reader');
interface Seed { readonly seed: number }

/** What a throwing call says, as `code: message`. */
function refusal(call: () => unknown): string {
  try { call(); } catch (error) {
    if (isKnotworkError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was thrown';
}

@injectable()
class RequestSeed implements Seed {
  readonly seed: number;
  constructor(@inject(tokens.request) request: Seed) { this.seed = request.seed; }
}

@injectable()
class SeedReader {
  constructor(@inject(seedOf) readonly source: Seed, @inject(clock) readonly clock: object) {}
}

const seed: Service = { token: seedOf, scope: 'run', useClass: RequestSeed };
const runReader: Service = { token: reader, scope: 'run', useClass: SeedReader };
const oneClock: Service = { token: clock, scope: 'root', create: () => ({ now: () => 0 }) };

test('the catalog finds a definition by kind and name and lists them sorted, with package and version', () => {
  const { catalog } = createRegistry({ packages: [installed('functions', silu, identity), installed('metrics', rmse)], services: [] });
  expect(catalog.get('function', 'silu')).toBe(silu);
  expect(catalog.get('metric', 'silu')).toBe(rmse);
  expect(catalog.list('function').map((e) => [e.definition.name, e.package, e.version])).toEqual([
    ['identity', 'functions', '1.2.3'], ['silu', 'functions', '1.2.3'],
  ]);
  expect(KINDS.filter((kind) => catalog.list(kind).length > 0)).toEqual(['function', 'metric']);
});

test('the catalog and its lists are frozen', () => {
  const { catalog } = createRegistry({ packages: [installed('functions', silu)], services: [] });
  const list = catalog.list('function');
  expect([catalog, list, list[0]].every((x) => Object.isFrozen(x))).toBe(true);
});

test('an unknown name says what is installed and what was probably meant', () => {
  const { catalog } = createRegistry({ packages: [installed('functions', silu, identity)], services: [] });
  expect(refusal(() => catalog.get('function', 'silo'))).toBe('input: Unknown function "silo". Installed: identity, silu. Did you mean "silu"?');
  expect(refusal(() => catalog.get('function', 'constant'))).toBe('input: Unknown function "constant". Installed: identity, silu.');
  expect(refusal(() => catalog.get('basis', 'b-spline'))).toBe('input: Unknown basis "b-spline". No basis is installed. Add a package that has one to "plugins".');
});

test('two plugins of one name are refused with both packages', () => {
  expect(refusal(() => createRegistry({ packages: [installed('one', silu), installed('two', silu)], services: [] })))
    .toBe('plugin: The function "silu" comes from two packages, "one" and "two". Remove one of them from "plugins", or rename the function in one.');
  expect(refusal(() => createRegistry({ packages: [installed('one', silu, silu)], services: [] })))
    .toMatch(/^plugin: The function "silu" comes twice from package "one"/);
});

test('a plugin of a kind that does not exist here is refused', () => {
  const strange = { ...silu, kind: 'sampler' } as unknown as typeof silu;
  const definition = { api: 1, plugins: [strange] };
  expect(refusal(() => createRegistry({ packages: [{ name: 'future', version: '9.0.0', definition }], services: [] })))
    .toMatch(/^plugin: Package "future" brings "silu" of kind "sampler", which is not one of: basis, .* Install a release/);
});

test('services are injected into each other, and the catalog into services', () => {
  const { catalog, createRunScope } = createRegistry({ packages: [], services: [runReader, seed, oneClock] });
  const run = createRunScope({ seed: 3 });
  const { source, clock: injected } = run.get<SeedReader>(reader);
  expect(source.seed).toBe(3);
  expect(run.get(seedOf)).toBe(source);
  expect(run.get(clock)).toBe(injected);
  expect(run.get<Catalog>(tokens.catalog)).toBe(catalog);
});

test('two scopes of different requests have different run services and share those of the root', () => {
  const { createRunScope } = createRegistry({ packages: [], services: [oneClock, seed, runReader] });
  const [first, second] = [createRunScope({ seed: 1 }), createRunScope({ seed: 2 })];
  const [a, b] = [first.get<SeedReader>(reader), second.get<SeedReader>(reader)];
  expect([a.source.seed, b.source.seed]).toEqual([1, 2]);
  expect(a).not.toBe(b);
  expect(a.clock).toBe(b.clock);
  expect(first.get<SeedReader>(reader)).toBe(a);
});

test('a root service that needs something of a run is refused when the registry is made, whichever way it asks', () => {
  const message = 'internal: The service test/reader of scope "root" needs test/seed, which belongs to one run: it would keep the first run\'s. Declare it with scope "run".';
  expect(refusal(() => createRegistry({ packages: [], services: [oneClock, seed, { token: reader, scope: 'root', useClass: SeedReader }] }))).toBe(message);
  expect(refusal(() => createRegistry({ packages: [], services: [{ token: reader, scope: 'root', create: (s) => s.get(seedOf) }, seed] }))).toBe(message);
  expect(refusal(() => createRegistry({ packages: [], services: [{ token: reader, scope: 'root', create: (s) => s.get(tokens.request) }] })))
    .toMatch(/needs knotwork\/request, which belongs to one run/);
});

test('a root service that asks later, through the scope it kept, is refused too', () => {
  const { createRunScope } = createRegistry({
    packages: [], services: [seed, { token: reader, scope: 'root', create: (s: Scope) => ({ read: () => s.get<Seed>(seedOf) }) }],
  });
  const run = createRunScope({ seed: 1 });
  expect(refusal(() => run.get<{ read(): Seed }>(reader).read())).toMatch(/^internal: A service of scope "root" needs test\/seed/);
});

test('everything of a run is made when its scope is', () => {
  let made = 0;
  const lazy = Symbol.for('test/lazy');
  const { createRunScope } = createRegistry({ packages: [], services: [{ token: lazy, scope: 'run', create: () => ++made }] });
  expect(made).toBe(0);
  const run = createRunScope({});
  expect(made).toBe(1);
  expect(run.get(lazy)).toBe(1);
});

test('overrides replace services of the same token, the later one wins', () => {
  const { createRunScope } = createRegistry({
    packages: [], services: [oneClock, seed, runReader],
    overrides: [{ token: seedOf, scope: 'run', create: () => ({ seed: 8 }) }, { token: seedOf, scope: 'root', create: () => ({ seed: 9 }) }],
  });
  expect(createRunScope({ seed: 1 }).get<SeedReader>(reader).source.seed).toBe(9);
});

test('a run service may replace a root service unless another root service needs it', () => {
  const override: Service = { token: clock, scope: 'run', create: () => 'of this run' };
  expect(createRegistry({ packages: [], services: [oneClock], overrides: [override] }).createRunScope({}).get(clock)).toBe('of this run');
  expect(refusal(() => createRegistry({
    packages: [], services: [oneClock, { token: reader, scope: 'root', create: (s) => s.get(clock) }], overrides: [override],
  }))).toMatch(/test\/reader of scope "root" needs test\/clock/);
});

test('two services of one token, and services under tokens of the registry, are refused', () => {
  expect(refusal(() => createRegistry({ packages: [], services: [oneClock, oneClock] }))).toMatch(/Two services are registered under test\/clock\. Pass the one/);
  expect(refusal(() => createRegistry({ packages: [], services: [], overrides: [{ token: tokens.catalog, scope: 'root', create: () => 1 }] })))
    .toMatch(/knotwork\/catalog is filled by the registry/);
});

test('what is missing, goes in circles or comes as a promise is refused in words', () => {
  const run = createRegistry({ packages: [], services: [] }).createRunScope({});
  expect(refusal(() => run.get(clock))).toBe('internal: No service is registered under test/clock. Add it to "services".');
  expect(refusal(() => createRegistry({ packages: [], services: [runReader, seed] }).createRunScope({ seed: 1 })))
    .toMatch(/^internal: The service test\/reader could not be made: No bindings found for service: "Symbol\(test\/clock\)"/);
  expect(refusal(() => createRegistry({
    packages: [], services: [
      { token: clock, scope: 'root', create: (s) => s.get(reader) }, { token: reader, scope: 'root', create: (s) => s.get(clock) },
    ],
  }))).toBe('internal: Services need each other in a circle: test/clock -> test/reader -> test/clock. Break it with a service that both can use.');
  expect(refusal(() => createRegistry({
    packages: [], services: [{ token: seedOf, scope: 'root', create: (s) => s.get(reader) }, oneClock, { token: reader, scope: 'root', useClass: SeedReader }],
  }))).toMatch(/^internal: Services need each other in a circle/);
  expect(refusal(() => createRegistry({ packages: [], services: [{ token: clock, scope: 'root', create: () => Promise.resolve(1) }] })))
    .toMatch(/test\/clock was made as a promise/);
});

test('what a service throws while it is made passes unchanged', () => {
  const bug = new TypeError('a bug');
  expect(() => createRegistry({ packages: [], services: [{ token: clock, scope: 'root', create: () => { throw bug; } }] })).toThrow(bug);
});

test('disposing of a scope disposes of its services, latest first, leaves the root alone and ends it', async () => {
  const ended: string[] = [];
  const service = (name: string, scope: 'root' | 'run', needs?: symbol): Service =>
    ({ token: Symbol.for(name), scope, create: (s) => { if (needs) s.get(needs); return { dispose: async () => { ended.push(name); } }; } });
  const { createRunScope } = createRegistry({
    packages: [], services: [service('needs-late', 'run', Symbol.for('late')), service('late', 'run'), service('root', 'root', undefined)],
  });
  const run = createRunScope({});
  await run.dispose();
  await run.dispose();
  expect(ended).toEqual(['needs-late', 'late']);
  expect(refusal(() => run.get(Symbol.for('late')))).toMatch(/^internal: late was asked for after its run had ended/);
});

test('when a service of a run fails, those made before it are disposed of', () => {
  let isOpen = false;
  const { createRunScope } = createRegistry({
    packages: [], services: [
      { token: clock, scope: 'run', create: () => { isOpen = true; return { dispose: () => { isOpen = false; } }; } },
      { token: reader, scope: 'run', create: () => { throw new Error('no'); } },
    ],
  });
  expect(() => createRunScope({})).toThrow('no');
  expect(isOpen).toBe(false);
});

test('nothing leads from the registry or a scope to the container', () => {
  const registry = createRegistry({ packages: [], services: [] });
  expect([Object.keys(registry), Object.keys(registry.createRunScope({}))]).toEqual([['catalog', 'createRunScope'], ['get', 'dispose']]);
  expect(Object.isFrozen(registry)).toBe(true);
});
