import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { apiEntries } from './api-entries.js';
import { checkSite } from './checks/check-site.js';
import { DeadLink, stagePages } from './stage-pages.js';

// Writes the site of the documentation to dist/site and checks it. Exit status 1 when something is wrong, 2 when what builds it cannot be had.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const [tool, staged, built, api] = [join(root, 'docs/site'), join(root, 'docs/site/dist'), join(root, 'dist/site'), join(root, 'dist/site-api')];
const begun = Date.now();
const since = (time: number): string => `${((Date.now() - time) / 1000).toFixed(1)} s`;

/** Runs what is installed in docs/site, and says how long it took. @throws with what it said */
async function node(what: string, ...args: readonly string[]): Promise<void> {
  const start = Date.now();
  await promisify(execFile)(process.execPath, [...args], { cwd: tool, maxBuffer: 64 * 2 ** 20, env: { ...process.env, NODE_OPTIONS: '' } });
  console.log(`${what} (${since(start)})`);
}

/** Installs what builds the site, where it is not there as its lock file says. */
function install(): void {
  const lock = join(tool, 'package-lock.json');
  const mark = join(tool, 'node_modules/.installed-lock.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === readFileSync(lock, 'utf8')) return;
  const start = Date.now();
  execFileSync('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--fetch-retries=1', '--no-audit', '--no-fund'], { cwd: tool, stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000, shell: process.platform === 'win32' });
  cpSync(lock, mark);
  console.log(`Installed what builds the site, once (${since(start)}).`);
}

try {
  install();
} catch (error) {
  const said = String((error as { readonly stderr?: unknown }).stderr ?? error).trim();
  // What is wrong here, and not on the way: package.json and its lock file disagree, or what was sent is not what is locked.
  const isOurs = /\b(EUSAGE|EINTEGRITY|EJSONPARSE)\b/.test(said);
  if (isOurs) {
    console.log(`FAILED: ${said}`);
    process.exit(1);
  }
  console.log(`SKIPPED: the site of the documentation, as vitepress and typedoc cannot be had here: ${said.split('\n')[0]!}`);
  process.exit(2);
}

try {
  const { sidebar, pages, files } = stagePages(root, staged);
  writeFileSync(join(staged, 'site.json'), JSON.stringify({ sidebar }));
  const entries = apiEntries(root);
  for (const old of [built, api]) rmSync(old, { recursive: true, force: true });
  // Each has one core.
  await Promise.all([
    node(`${entries.length} modules of the API`, join(tool, 'api.mjs'), api, JSON.stringify(entries)),
    node(`${pages} pages, and ${files} files that they point to`, join(tool, 'node_modules/vitepress/bin/vitepress.js'), 'build', tool),
  ]);
  renameSync(api, join(built, 'api'));
  const failures = await checkSite(built, tool, process.env['SITE_BASE'] ?? '/', (line) => { console.log(line); });
  console.log(`Site: ${failures.failed} failed, ${failures.passed} passed (${since(begun)} in all)`);
  console.log(`It is in dist/site: npx --prefix docs/site vitepress preview docs/site shows it.`);
  if (failures.failed > 0) process.exitCode = 1;
} catch (error) {
  const { message, stdout } = error as Error & { readonly stdout?: string };
  console.log(`FAILED: ${message}${error instanceof DeadLink ? '' : `\n${stdout ?? ''}`}`);
  process.exitCode = 1;
}
