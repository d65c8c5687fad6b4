import { expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishedPackages } from './published.js';
import { refusal } from './release-refusal.js';
import { versionsIn, writeVersion } from './versions.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const places = versionsIn(root);
const version = places.get('package.json')!;

test('all packages, the command, the code and the Python module carry one version, which has a section in the changelog', () => {
  expect([...places].filter(([, here]) => here !== version)).toEqual([]);
  expect(places.size).toBeGreaterThan(50);
  expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toContain(`\n## ${version}\n`);
});

test('a package asks for that version of others, and for any of the contract of plugins', () => {
  for (const { manifest: { name, dependencies = {}, peerDependencies = {} } } of publishedPackages(root)) {
    for (const [other, range] of Object.entries({ ...dependencies, ...peerDependencies })) {
      if (!/^(?:@knotwork\/|knotwork$)/.test(other)) continue;
      expect([name, other, range]).toEqual([name, other, other in peerDependencies ? '>=0.1 <2' : `^${version}`]);
    }
  }
});

test('a version is written in every place beside the manifests, and nothing else there changes', () => {
  const copy = mkdtempSync(join(tmpdir(), 'knotwork-version-'));
  for (const path of places.keys()) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), readFileSync(join(root, path)));
  }
  writeVersion(copy, '9.8.7-rc.6');
  const changed = [...versionsIn(copy)].filter(([, here]) => here === '9.8.7-rc.6').map(([path]) => path);
  expect(changed).toEqual(['package.json', 'packages/experiment/src/version.ts', 'packages/standard/src/version.ts', 'packages/python/pyproject.toml', 'packages/python/knotwork.py']);
  for (const path of changed) {
    const [before, after] = [readFileSync(join(root, path), 'utf8'), readFileSync(join(copy, path), 'utf8')].map((text) => text.split('\n')) as [string[], string[]];
    expect([path, after.filter((line, n) => line !== before[n]).length]).toEqual([path, 1]);
  }
  rmSync(copy, { recursive: true });
});

test('a release is refused without a version, over changes that are not committed, and without words about it', () => {
  const changelog = '# Changelog\n\n## 1.2.3\n\n- Faster.\n';
  expect(refusal('1.2.3', '', changelog)).toBeUndefined();
  expect(refusal('minor', '', changelog)).toBe('"minor" is no version. Say one, such as npm run release -- 1.2.3 or 1.2.3-rc.1.');
  expect(refusal('1.2.3', ' M a.ts\n', changelog)).toBe('Commit or take back what is not committed:\n M a.ts');
  expect(refusal('1.2.4', '', changelog)).toBe('CHANGELOG.md has no section "## 1.2.4". Write what changed for users.');
});
