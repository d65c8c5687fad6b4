/**
 * What Stryker is told for a package of this workspace.
 *
 * @param mutate parts of paths of sources; none means all but `index.ts`, which only re-exports
 * @param jobs mutants at a time
 */
export function strykerOptions(mutate: readonly string[], jobs: number): object {
  return {
    packageManager: 'npm',
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: { projectType: 'custom', configFile: 'jest.config.cjs' },
    // It is a copy of the workspace. A copy of the package alone would meet the package as it is, as soon as a spec imports it through another.
    inPlace: true,
    mutate: mutate.length === 0 ? ['src/**/*.ts', '!src/**/*.spec.ts', '!src/**/fixtures/**', '!src/index.ts'] : mutate.map((part) => `src/**/*${part}*.ts`).concat('!src/**/*.spec.ts'),
    coverageAnalysis: 'perTest',
    concurrency: jobs,
    // A mutant that hangs is killed; one that is slow because the machine is busy is not.
    timeoutMS: 30_000,
    timeoutFactor: 4,
    reporters: ['progress-append-only', 'clear-text'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    allowConsoleColors: false,
  };
}
