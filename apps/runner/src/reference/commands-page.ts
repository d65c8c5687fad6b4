import type { Command } from 'commander';
import { commandProgram } from '../run-command.js';

/** How the page is written again; the test that finds a stale one says so too. */
export const COMMAND = 'npm run -s docs:reference';
/** Characters of a line: pages are as wide as terminals. */
const WIDTH = 110;

/** The page `docs/commands.md`: what every command says with `--help`, in the order of `knotwork --help`, which is the list at its top. */
export function commandsPage(): string {
  const { program } = commandProgram();
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  return `${[
    '# Commands',
    `<!-- Written by ${COMMAND} from the commands themselves: change apps/runner/src/run-command.ts, not this page. -->`,
    'What every command says with `--help`. Installed, the command is `npx knotwork`; in a clone of the repository `npm run -s knotwork --` compiles first what was changed.',
    'What they are for: [experiment files](experiment-file.md#command), [trained networks](use-a-network.md), [equations](symbolic.md), [studies](studies.md), [engines](engines.md). '
    + 'What they refuse, and exit statuses: [errors](errors.md).',
    commands.map((command) => `- [\`${called(command)}\`](#${called(command).replaceAll(' ', '-')}): ${command.description()}`).join('\n'),
    ...commands.flatMap((command) => [`## ${called(command)}`, `\`\`\`text\n${helpOf(command)}\n\`\`\``]),
  ].join('\n\n')}\n`;
}

/** What is typed for a command, such as `knotwork plugins show`. */
function called(command: Command): string {
  return command.parent === null ? command.name() : `${called(command.parent)} ${command.name()}`;
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => { text += part; }, getOutHelpWidth: () => WIDTH, getOutHasColors: () => false });
  command.outputHelp();
  return text.trim();
}
