import { expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { WorkspaceCommands } from './workspace-commands.js';

const commands = new WorkspaceCommands(fileURLToPath(new URL('../../../', import.meta.url)));

test.each([
  ['npm ci && npm start', ': && knotwork run examples/equation.yaml', true],
  ["npm run -s knotwork -- run a.yaml 'b=[1, 2]'", "knotwork run a.yaml 'b=[1, 2]'", true],
  ['npx knotwork list', 'knotwork list', true],
  ['node apps/runner/bin/knotwork.js list', 'knotwork list', true],
  ['npm run -s bench -- order --points 3', 'bench order --points 3', true],
  ['npm ci && npm run -s build', ': && : ', false],
  ['npx nx affected -t lint test   # all', ': # all', false],
  ['npx esbuild a.js', 'npx --no-install esbuild a.js', true],
])('%s', (line, text, isLeft) => { expect(commands.translated(line)).toEqual({ text, isLeft, faults: [] }); });

test.each([
  ['npm run biuld', 'there is no script "biuld" in package.json'],
  ['npm instal x', 'npm has no command "instal"'],
  ['npm install @knotwork/nothing', '@knotwork/nothing is no package that is published'],
  ['npx nx g @knotwork/generators:bassi x', 'there is no generator "@knotwork/generators:bassi"'],
  ['npx nx test nothing', 'there is no package "nothing"'],
  ['npx nx tset network', 'nx is not used with "tset" here'],
])('%s is refused', (line, fault) => { expect(commands.translated(line).faults).toEqual([fault]); });

test('names of what does not exist yet, and words for names, are not held against the workspace', () => {
  for (const words of ['npx nx test basis-my-basis', 'npx nx g @knotwork/generators:KIND NAME', 'npm run ...', 'npm install @knotwork/arrays', 'npm -v']) expect(commands.fault(words.split(' '))).toBeNull();
});
