import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { COMMAND, commandsPage } from './commands-page.js';

const page = commandsPage();

test(`docs/commands.md is what ${COMMAND} writes`, () => {
  if (readFileSync(fileURLToPath(new URL('../../../../docs/commands.md', import.meta.url)), 'utf8') !== page) throw new Error(`docs/commands.md is stale. Write it anew: ${COMMAND}`);
});

test('every command has a section with its options, and what help adds below them', () => {
  for (const command of ['run', 'study', 'predict', 'plugins', 'plugins show', 'engines install', 'schema']) expect(page).toMatch(new RegExp(`\n## knotwork ${command}\n\n\`\`\`text\nUsage: knotwork ${command} .*\\[options\\]`));
  const run = page.slice(page.indexOf('## knotwork run\n'), page.indexOf('## knotwork new\n'));
  for (const part of ['--out <dir>', 'network.basis.intervals=8', 'Exit status: 0 completed']) expect(run).toContain(part);
});

test('nothing of the page depends on the terminal where it is written', () => {
  const { columns, isTTY } = process.stdout;
  try {
    Object.assign(process.stdout, { columns: 40, isTTY: true });
    expect(commandsPage()).toBe(page);
  } finally {
    Object.assign(process.stdout, { columns, isTTY });
  }
});
