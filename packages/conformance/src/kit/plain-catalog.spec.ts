import { expect, test } from '@jest/globals';
import { plainCatalog } from './plain-catalog.js';
import { referencePlugins } from '../subjects/reference-plugins.js';

test('the catalog of reference plugins finds by kind and name and suggests the nearest', () => {
  const catalog = plainCatalog(referencePlugins);
  expect(catalog.get('basis', 'reference-spline').size({ degree: 3, intervals: 5 })).toBe(8);
  expect(catalog.list('edge').map((e) => e.definition.name)).toEqual(['reference-based', 'reference-plain', 'reference-pole', 'reference-residual']);
  expect(() => catalog.get('basis', 'reference-silu')).toThrow('Unknown basis "reference-silu". Installed: reference-bent-hat, reference-chebyshev, ');
});
