/** What is run with every version: enough to see modules load, plugins from outside and every number that an engine computes. */
export const supported = {
  /** Of Node, from the registry; the version that runs everything else is not among them. */
  versions: ['22.23.3', '24.21.0'],
  examples: ['examples/hello-kan.yaml', 'examples/custom-basis/custom-basis.yaml'],
  packages: ['algebra', 'network', 'engine-core', 'engine-reference', 'engine-native'],
  /** Specs that are not run, part of their paths: which check sees which defect is no matter of the version, and takes long. */
  except: '/broken-\\w+\\.spec',
  /**
   * Specs that are run only on demand: the checks of every plugin compute with kernels that the other specs try one by one, and what is asked of many numbers is the same to the
   * bit in every version, since WebAssembly is. They take most of the time.
   */
  onDemand: '(\\.conformance|/hostile-plugins|/cholesky-kernels|/elementary-functions|/graph-body)\\.spec',
} as const;
