import { expect, test } from '@jest/globals';
import { MemoryPlace } from './memory-place.js';

test('one run at a time writes a place; what it wrote can be read by anybody, and written no more when it has ended', () => {
  const place = new MemoryPlace();
  const store = place.open();
  expect(() => place.open()).toThrow('The place in memory is being written by another run.');
  store.begin({ id: 'one' });
  store.append({ step: 1 });
  store.append({ step: 2, values: Float64Array.of(1, Infinity) });
  expect(place.folder.text('metrics.jsonl')).toBe('{"step":1}\n{"step":2,"values":[1,null]}\n');
  store.dispose();
  expect(() => { store.append({}); }).toThrow('written after it had been closed');
  expect(() => { store.clear(); }).toThrow('written after it had been closed');
  expect(place.open().readRun()).toEqual({ id: 'one' });
});

test('contents are copies on the way in and on the way out', () => {
  const { folder } = new MemoryPlace();
  const content = Uint8Array.of(1, 2);
  folder.write('a', content);
  content[0] = 9;
  folder.read('a')![1] = 9;
  expect(folder.read('a')).toEqual(Uint8Array.of(1, 2));
});
