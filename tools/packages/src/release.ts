import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refusal } from './release-refusal.js';
import { writeVersion } from './versions.js';

// Gives all packages a version, writes anew what holds it, and packs and checks what will be published. It commits, tags and publishes nothing.
// Exit status 2 when it refuses, 1 when something is wrong with what it wrote.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const [version = '', ...more] = process.argv.slice(2);
const changes = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
const refused = more.length > 0 ? 'Say one version: npm run release -- 1.2.3.' : refusal(version, changes, readFileSync(join(root, 'CHANGELOG.md'), 'utf8'));
if (refused !== undefined) {
  console.error(refused);
  process.exitCode = 2;
} else {
  const run = (program: string, ...args: readonly string[]): void => { execFileSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, NX_DAEMON: 'false' } }); };
  try {
    // Before nx, which writes the lock file of all that it then sees.
    writeVersion(root, version);
    run('npx', 'nx', 'release', 'version', version);
    run('npm', 'run', '-s', 'docs:packages');
    run('npm', 'run', '-s', 'docs:api');
    run('npm', 'run', '-s', 'contraction', '--', '--all');
    run('npm', 'run', '-s', 'packages');
    console.log(`Look at what changed (git diff), run .ci/run, commit, and tag v${version}. To publish: npm publish --workspaces in dist/packages.`);
  } catch (error) {
    console.error(`${(error as Error).message}\nNothing is published; git checkout . takes back what was written.`);
    process.exitCode = 1;
  }
}
