import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// Proves the documentation and says how each block is proven. Arguments are those of jest: `-t docs/grids.md` is one page.

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const config = fileURLToPath(new URL('jest.config.cjs', import.meta.url));
const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, '-c', config, 'pages.int', 'types.int', ...process.argv.slice(2)], {
  stdio: 'inherit', env: { ...process.env, KNOTWORK_SHOW: '1' },
});
process.exitCode = status ?? 1;
