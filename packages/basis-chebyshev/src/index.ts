import { definePackage } from '@knotwork/plugin';
import { chebyshev } from './chebyshev.js';
import { legendre } from './legendre.js';

export { chebyshev, legendre };
export default definePackage({ api: 2, plugins: [chebyshev, legendre] });
