import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandForms, readHelp } from './command-forms.js';

const HELP = {
  '': 'Usage: knotwork [options] [command]\n\nOptions:\n  -V, --version  output the version\n  -h, --help  help\n\nCommands:\n  run [options] <file> [overrides...]  run a file\n  plugins [options] [file]  list\n',
  run: 'Usage: knotwork run [options] <file> [overrides...]\n\nArguments:\n  file  a file\n\nOptions:\n  --out <dir>  folder, --again is\n               another\n  --again      from the beginning\n',
  plugins: 'Usage: knotwork plugins [options] [command] [file]\n\nOptions:\n  --kind <kind>  a kind\n\nCommands:\n  show <kind> <name> [file]  one\n',
  'plugins show': 'Usage: knotwork plugins show [options] <kind> <name> [file]\n\nOptions:\n  -h, --help  help\n',
};

test('a help says options, which of them have values, and how many arguments there are', () => {
  expect(readHelp(HELP.run)).toEqual({ options: new Map([['--help', false], ['-h', false], ['--out', true], ['--again', false]]), fewest: 1, most: Infinity, commands: [] });
  expect(readHelp(HELP.plugins)).toMatchObject({ fewest: 0, most: 1, commands: ['show'] });
});

test('command lines are held against it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'forms-'));
  writeFileSync(join(folder, 'program.cjs'), `process.stdout.write(${JSON.stringify(HELP)}[process.argv.slice(2, -1).join(' ')])`);
  const forms = new CommandForms([process.execPath, join(folder, 'program.cjs')]);
  const faults = (line: string): string | null => forms.fault(line.split(' '));
  for (const sound of ['--version', 'run', 'run FILE', 'run a.yaml b=1 c=2 --out DIR --again', 'run FILE [path=value ...]', 'plugins show basis hat', 'plugins --kind=basis', 'run a > b c', '...']) expect([sound, faults(sound)]).toEqual([sound, null]);
  expect(faults('rn a')).toBe('there is no command "rn"');
  expect(faults('run a --outt b')).toBe('"knotwork run" has no option --outt');
  expect(faults('run a --out --again')).toBe('"knotwork run --out" wants a value');
  expect(faults('run a --out')).toBe('"knotwork run --out" wants a value');
  expect(faults('plugins show basis')).toBe('"knotwork plugins show" wants at least 2 arguments');
  expect(faults('plugins a b')).toBe('"knotwork plugins" takes at most 1 arguments');
  rmSync(folder, { recursive: true });
});
