import { test } from '@jest/globals';
import { reference } from '@knotwork/engine-reference';
import { productExample, referenceImporter } from '../subjects/reference-importer.js';
import { checkImporter } from './check-importer.js';

// A sound importer passes, so that broken ones fail for their defect.
const engine = await reference.create({});
for (const { name, run } of checkImporter(referenceImporter('product'), { engine, examples: [productExample] })) test(name, run);
