import { runStudy, UsageError } from './lib/program.js';
import { findStudy, studyList } from './studies.js';

const [name, ...args] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === '-h') {
  process.stdout.write(['npm run -s bench -- NAME [args]', '', ...studyList(), '', '--help after a name says what it does and takes, --dry among its arguments checks them and measures nothing. Times are rough, for two cores.', ''].join('\n'));
} else {
  try {
    const { study } = await findStudy(name).load();
    await runStudy(name, study, args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bench: ${error.message}\n`);
    process.exitCode = 2;
  }
}
