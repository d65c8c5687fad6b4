import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { API_FILE, apis } from './api.js';
import { publishedPackages } from './published.js';

// Writes down anew what every published package exports.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const packages = publishedPackages(root);
const texts = apis(packages, root);
for (const { folder, manifest } of packages) writeFileSync(join(folder, API_FILE), texts.get(manifest.name)!);
