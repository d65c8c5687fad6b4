import { describe, expect, it } from '@jest/globals';
import { changed, errorOf, FILE, messageOf, resolveText } from './fixtures/resolving.js';

describe('Overrides', () => {
  it('replace a block by another plugin with its defaults', () => {
    expect(resolveText(FILE, ['network.basis=fourier']).network.basis).toEqual({ kind: 'fourier', frequencies: 4 });
    expect(resolveText(changed('network:', 'network:\n  basis: { kind: b-spline, degree: 5 }'), ['network.basis=b-spline']).network.basis).toEqual({ kind: 'b-spline', degree: 3, intervals: 5 });
  });

  it('change one key, also of a short form', () => {
    expect(resolveText(changed('network:', 'network:\n  basis: b-spline'), ['network.basis.intervals=8']).network.basis).toEqual({ kind: 'b-spline', degree: 3, intervals: 8 });
    expect(resolveText(FILE, [' seed = 7 ']).seed).toBe(7);
  });

  it('begin blocks that are left out at their defaults', () => {
    const { network, stages } = resolveText(FILE, ['network.basis.degree=2', 'network.edge.base=power', 'network.edge.base.exponent=3', 'stages.0.optimizer.start=0.5', 'dataset.samples.test=7']);
    expect(network.basis).toEqual({ kind: 'b-spline', degree: 2, intervals: 5 });
    expect(network.edge).toEqual({ kind: 'residual', base: { kind: 'power', exponent: 3 } });
    expect(stages[0]!['optimizer']).toEqual({ kind: 'damped', start: 0.5, tries: 6 });
    expect(resolveText(FILE, ['dataset.samples.test=7']).dataset!['samples']).toEqual({ train: 100, test: 7 });
  });

  it('begin records and choices that may hold a block with an empty one', () => {
    expect(resolveText(FILE, ['network.layers.1.basis=fourier']).network.layers).toEqual({ 1: { basis: { kind: 'fourier', frequencies: 4 } } });
    expect(resolveText(FILE, ['streams.data=5']).streams).toEqual({ data: 5 });
    expect(resolveText(FILE, ['stages.0.stop.patience=5']).stages[0]!['stop']).toEqual({ patience: 5 });
  });

  it('reach into lists by index', () => {
    const { network, stages, dataset } = resolveText(FILE, ['network.widths.1=9', 'stages.1.levels=[5,10]', 'stages.1.levels.0=[3, 4]', 'dataset.domain.0=-2']);
    expect(network.widths).toEqual([2, 9, 1]);
    expect(stages[1]!['levels']).toEqual([[3, 4], 10]);
    expect(dataset!['domain']).toEqual([-2, 1]);
  });

  it('restore defaults with null, and leave no trace where there was none', () => {
    expect(resolveText(FILE, ['stages.0.steps=null']).stages[0]!['steps']).toBe(100);
    expect(resolveText(changed('network:', 'network:\n  basis: fourier'), ['network.basis=~']).network.basis['kind']).toBe('b-spline');
    const untouched = resolveText(FILE, ['stages.0.optimizer.tries=null', 'network.basis=null']);
    expect(untouched).toEqual(resolveText(FILE));
  });

  it('apply from left to right', () => {
    expect(resolveText(FILE, ['seed=1', 'seed=2']).seed).toBe(2);
    expect(resolveText(FILE, ['network.basis.degree=2', 'network.basis=b-spline']).network.basis['degree']).toBe(3);
    expect(resolveText(FILE, ['network.basis=fourier', 'network.basis.frequencies=2']).network.basis).toEqual({ kind: 'fourier', frequencies: 2 });
  });

  it('have YAML values', () => {
    expect(resolveText(FILE, ['network.basis={kind: fourier, frequencies: 2}']).network.basis).toEqual({ kind: 'fourier', frequencies: 2 });
    expect(resolveText(FILE, ['name="x"']).name).toBe('x');
    expect(resolveText(FILE, ['seed=0x10']).seed).toBe(16);
  });

  it.each([
    ['max(x1, x2)', 'max(x1, x2)'], ['"max(x1, x2)"', 'max(x1, x2)'], ["'a, b'", 'a, b'], ['"say \\"a, b\\""', 'say "a, b"'], ['x1 == x2', 'x1 == x2'], ["'it''s, b'", "it's, b"],
    ['exp(min(x1, [x2, 2]))', 'exp(min(x1, [x2, 2]))'],
    // To YAML the colon of a choice ends a key.
    ['x1 < 0.5 ? 1 : 0', 'x1 < 0.5 ? 1 : 0'], ['x1 < x2 ? (x1 > 0 ? 1 : 2) : x2', 'x1 < x2 ? (x1 > 0 ? 1 : 2) : x2'], ["'x1 < 0.5 ? 1 : 0'", 'x1 < 0.5 ? 1 : 0'],
  ])('take expressions: %s', (text, value) => { expect(resolveText(FILE, [`dataset.expression=${text}`]).dataset!['expression']).toBe(value); });

  it('leave the source as it was', () => {
    const before = resolveText(FILE);
    resolveText(FILE, ['network.widths.1=9', 'network.layers.0.basis=fourier', 'stages.0.optimizer.tries=1', 'stages.0.grid.every=1']);
    expect(resolveText(FILE)).toEqual(before);
  });

  it.each([
    ['+seed=1', 'begins with a sign that is reserved for studies. Write path=value.'],
    ['~seed=1', 'begins with a sign that is reserved for studies. Write path=value.'],
    ['~seed', 'begins with a sign that is reserved for studies. Write path=value.'],
    ['seed', 'must be path=value, such as network.basis.intervals=8.'],
    ['=1', 'must be path=value, such as network.basis.intervals=8.'],
    ['network..basis=1', 'must be path=value, such as network.basis.intervals=8.'],
    ['', 'must be path=value, such as network.basis.intervals=8.'],
    ['seed=', 'has no value. Write seed=VALUE; seed=null restores the default where there is one.'],
    ['dataset.path=', 'has no value. Write dataset.path=VALUE; dataset.path=null restores the default where there is one.'],
    ['name=#x', 'has no value. Write name=VALUE; name=null restores the default where there is one.'],
    ['network.widths=2,5,1', `has a comma at top level, which is reserved for studies. Write a list as network.widths=[2,5,1], or quote the text: network.widths='"2,5,1"'.`],
    ['network.widths=[2,1],[3,1]', /has a comma at top level/],
    ["dataset.expression=it's, x2", /has a comma at top level/],
    ['network.basis={kind:chebyshev,degree:5}', /: a colon needs a space behind it: write kind: chebyshev\. /],
    ['network.widths=[2, 1', /has a value that is not plain YAML: .*\. To give it as a text, quote it twice: network\.widths='"\.\.\."'\./],
    ['dataset.expression=*x1', /not plain YAML: the alias \*x1 stands for nothing/],
    ['stages.0.steps=.inf', /not plain YAML: a number must be finite; got \.inf/],
    ['network.basis={degree: .nan}', /degree must be finite; got \.nan/],
    ['network.basis={"__proto__": {}}', /the key "__proto__" is not allowed/],
    ['plugins=[./x.mjs]', 'comes too late: plugin packages are loaded before overrides are applied. Name them in the file, under plugins.'],
    ['plugins.0=./x.mjs', /comes too late/],
    ['sed=1', 'touches nothing: there is no key "sed" in the file. Allowed: knotwork, name, preset, seed, streams, plugins, engine, dataset, datasets, standardizeTargets, network, members, stages. Did you mean "seed"?'],
    ['network.basis.intervls=1', 'touches nothing: there is no key "intervls" in network.basis. Allowed: degree, intervals. Did you mean "intervals"?'],
    ['network.widths.3=1', 'touches nothing: "3" must be an index of the list network.widths: a number from 0 to 2.'],
    ['network.widths.01=1', /must be an index/],
    ['network.widths.-1=1', /must be an index/],
    ['network.widths.length=1', /must be an index/],
    ['stages.0.regularizers.0=l1', 'touches nothing: stages.0.regularizers is an empty list. Replace it: stages.0.regularizers=[...].'],
    ['network.widths.0=null', 'would leave a hole in a list. Replace the whole list instead.'],
    ['name.x=1', 'goes below name, which holds "small", not a block. Write name=VALUE first.'],
    ['seed.x=1', 'goes below seed, which holds 0, not a block. Write seed=VALUE first.'],
    ['network.layers.0.basis.degree=1', 'goes below network.layers.0.basis, which is not there yet. Write network.layers.0.basis=VALUE first.'],
    ['network.basis.kind=fourier', 'changes the kind of a block and would leave the options of another. Replace the block: network.basis=NAME.'],
    ['__proto__.x=1', /there is no key "__proto__" in the file/],
    ['constructor=1', /there is no key "constructor" in the file/],
    ['toString.x=1', /there is no key "toString" in the file/],
    ['network.basis.constructor=1', /there is no key "constructor" in network\.basis/],
    ['streams.__proto__=1', /there is no key "__proto__" in streams/],
    ['stages.0.stop.__proto__.x=1', /there is no key "__proto__" in stages\.0\.stop/],
    ['stages.0.stop.patiens=1', 'touches nothing: there is no key "patiens" in stages.0.stop. Allowed: patience. Did you mean "patience"?'],
  ])('are refused when they cannot be followed: %j', (override, reason) => {
    const message = messageOf(FILE, [override]);
    expect(message.startsWith(`The override "${override}" `)).toBe(true);
    if (typeof reason === 'string') expect(message.slice(`The override "${override}" `.length)).toBe(reason);
    else expect(message).toMatch(reason);
  });

  it('cannot go into a plugin that is not installed', () => {
    expect(messageOf(changed('network:', 'network:\n  basis: bspline'), ['network.basis.degree=1'])).toBe('The override "network.basis.degree=1" goes into the basis "bspline" at network.basis, which has no options or is not installed. Installed: b-spline, fourier. Did you mean "b-spline"?');
  });

  it('cannot go into a block without a kind', () => {
    expect(messageOf(changed('network:', 'network:\n  basis: { degree: 1 }'), ['network.basis.degree=1'])).toMatch(/goes below network\.basis, which names no basis\. Write network\.basis=NAME first\./);
  });

  it.each([
    ['seed=-1', 'seed (from the override "seed=-1"): must be a whole number of at least 0; got -1. Leave it out for the default, 0.'],
    ['network.basis=bspline', 'Unknown basis "bspline" (from the override "network.basis=bspline"). Installed: b-spline, fourier. Did you mean "b-spline"?'],
    ['network.basis={kind: fourier, frequency: 2}', 'Unknown key "frequency" in network.basis (from the override "network.basis={kind: fourier, frequency: 2}"). Allowed: kind, frequencies. Did you mean "frequencies"?'],
    ['name=null', 'name is required (from the override "name=null"); it must be a text, kebab-case, such as "my-first-kan".'],
    ['streams.constructor=-1', /there is no key "constructor" in streams. Allowed: data, init/],
    ['streams.dta=1', /there is no key "dta" in streams. Allowed: data, init, batch. Did you mean "data"/],
    ['network.layers.a.basis=fourier', /^network\.layers \(from the override .*: its keys must be layer indices from 0; got "a"\.$/],
  ])('are named where their value is wrong: %s', (override, message) => {
    const error = errorOf(FILE, [override]);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(error.place.line).toBeUndefined();
  });

  it('are named only for what they changed last', () => {
    expect(messageOf(FILE, ['stages=[fit]', 'stages.0.steps=0'])).toMatch(/\(from the override "stages\.0\.steps=0"\)/);
    expect(messageOf(FILE, ['stages.0.steps=5', 'stages=[{ kind: fit, steps: 0 }]'])).toMatch(/\(from the override "stages=\[/);
    expect(messageOf(changed('steps: 10', 'steps: 0'), ['seed=4'])).toMatch(/\(line 10\)/);
  });
});
