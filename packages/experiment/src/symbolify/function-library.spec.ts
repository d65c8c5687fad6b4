import { expect, test } from '@jest/globals';
import { standardPackages } from '@knotwork/standard';
import { installed } from '../compose/installed.js';
import { FunctionLibrary } from './function-library.js';

test('what is installed is made into a library once for a catalog, and what is named anew', async () => {
  const packages = await standardPackages();
  const [{ catalog }, { catalog: other }] = [installed(packages), installed(packages)];
  const { all } = new FunctionLibrary(catalog, 'installed');
  expect(new FunctionLibrary(catalog, 'installed').all).toBe(all);
  expect(new FunctionLibrary(other, 'installed').all).not.toBe(all);
  const named = new FunctionLibrary(catalog, [{ kind: 'sine' }]);
  expect(named.all.functions.map(({ name }) => name)).toEqual(['linear', 'sine']);
  expect(new FunctionLibrary(catalog, 'installed').all).toBe(all);
});
