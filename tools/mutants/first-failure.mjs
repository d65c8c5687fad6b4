import { appendFileSync } from 'node:fs';

// Jest loads this file by itself, so it is not compiled.

/**
 * A reporter for jest that ends it with the first test that fails, where --bail would go on to the end of the file. It appends a line of JSON for
 * every spec to the file that `KNOTWORK_MUTANTS_REPORT` names: `{ file, passed }`, or `{ file, failure }` and nothing after it.
 */
export default class FirstFailure {
  onTestCaseResult({ path }, { status, fullName }) {
    if (status === 'failed') end(path, fullName);
  }

  onTestResult(_, { testFilePath: file, numPassingTests: passed, testExecError, failureMessage }) {
    // A spec that cannot be loaded has no tests.
    const error = testExecError?.message ?? failureMessage ?? null;
    if (error !== null) end(file, error.trim().split('\n')[0]);
    write({ file, passed });
  }
}

function write(line) { appendFileSync(process.env.KNOTWORK_MUTANTS_REPORT, `${JSON.stringify(line)}\n`); }

function end(file, failure) {
  write({ file, failure });
  process.exit(1);
}
