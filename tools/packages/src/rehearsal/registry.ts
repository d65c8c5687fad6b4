import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { command } from './command.js';

/** The newest whose parts all run on Node 20. */
const VERDACCIO = '6.8.0';
/** One of its parts asks for a tag, which not every registry knows, of a package that has not changed for years. */
const OVERRIDES = { 'node-fetch': '2.7.0' };
/** Milliseconds that it may take to answer. */
const PATIENCE = 60_000;

export interface Registry {
  readonly url: string;
  /** Settings of npm by which it is used for everything. */
  readonly settings: string;
  close(): Promise<void>;
}

/**
 * Starts a registry on the loopback interface. Packages of Knotwork and plugins by their usual names are only here; all others come from where npm is set to get them.
 *
 * @param tool where verdaccio is installed, once; it is no dependency of the workspace, as it brings 327 packages
 * @param folder its files, made anew
 * @throws Error when it cannot be had
 */
export async function openRegistry(tool: string, folder: string): Promise<Registry> {
  const program = join(tool, 'node_modules/verdaccio/bin/verdaccio');
  if (!existsSync(program)) {
    mkdirSync(tool, { recursive: true });
    writeFileSync(join(tool, 'package.json'), JSON.stringify({ private: true, overrides: OVERRIDES }));
    await command('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', `verdaccio@${VERDACCIO}`], { cwd: tool });
  }
  const elsewhere = (await command('npm', ['config', 'get', 'registry'], { cwd: tool })).trim();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const only = { access: '$all', publish: '$all' };
  const config = {
    storage: join(folder, 'storage'), auth: { htpasswd: { file: join(folder, 'htpasswd') } }, uplinks: { elsewhere: { url: elsewhere, cache: true, timeout: '60s' } },
    packages: { '@knotwork/*': only, knotwork: only, 'knotwork-*': only, '*-knotwork-*': only, '@*/*': { access: '$all', proxy: 'elsewhere' }, '**': { access: '$all', proxy: 'elsewhere' } },
    log: { type: 'file', path: join(folder, 'log'), level: 'warn' }, web: { enable: false }, max_body_size: '50mb',
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  const port = await freePort();
  const child = spawn(process.execPath, [program, '-c', join(folder, 'config.yaml'), '-l', `127.0.0.1:${port}`], { stdio: 'ignore', cwd: folder });
  const ended = new Promise<void>((resolve) => { child.on('exit', () => { resolve(); }); });
  const url = `http://127.0.0.1:${port}/`;
  const close = async (): Promise<void> => { child.kill(); await ended; };
  if (!await answers(`${url}-/ping`, () => child.exitCode !== null)) {
    await close();
    throw new Error('the registry does not answer');
  }
  return { url, settings: `registry=${url}\n//127.0.0.1:${port}/:_authToken=rehearsal\naudit=false\nfund=false\nprefer-offline=true\n`, close };
}

async function answers(url: string, isGone: () => boolean): Promise<boolean> {
  for (const end = Date.now() + PATIENCE; Date.now() < end && !isGone();) {
    const isThere = await fetch(url).then(({ ok }) => ok, () => false);
    if (isThere) return true;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  return false;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => { resolve(port); });
    });
  });
}
