import { afterEach, expect, test } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installedNode } from './installed-node.js';

const home = mkdtempSync(join(tmpdir(), 'knotwork-nodes-'));
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** An npm whose every call does what the script says, before anything else that is on the path. */
function withNpm(script: string): NodeJS.ProcessEnv {
  const folder = join(home, 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'npm'), 0o755);
  return { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
}
const binary = join(home, '22.0.0/node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
const makes = (version: string): string => `mkdir -p ${dirname(binary)}; printf '#!/bin/sh\\necho v${version}\\n' > ${binary}; chmod +x ${binary}`;

test('a version is installed once, and then found', async () => {
  expect(await installedNode('22.0.0', home, withNpm(makes('22.0.0')))).toEqual({ binary });
  expect(existsSync(binary)).toBe(true);
  expect(await installedNode('22.0.0', home, withNpm('exit 1'))).toEqual({ binary });
});

test('no registry and a wrong binary are reasons', async () => {
  expect(await installedNode('22.0.0', home, withNpm('echo "npm error code ENOTFOUND" >&2; exit 1'))).toEqual({ reason: 'npm: code ENOTFOUND' });
  expect(await installedNode('22.0.0', home, withNpm('exit 3'))).toEqual({ reason: 'npm ended with status 3' });
  expect(await installedNode('22.0.0', home, withNpm(makes('21.9.9')))).toEqual({ reason: expect.stringContaining('22.0.0 says it is v21.9.9') });
});
