const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes long does not begin when all else is done: specs that run several packages and processes come first, then the checks of engines and plugins, then the larger files. */
const FIRST = ['.int.spec.ts', '.conformance.spec.ts'];
const rankOf = ({ path }) => {
  const rank = FIRST.findIndex((ending) => path.endsWith(ending));
  return rank < 0 ? FIRST.length : rank;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) { return super.sort(tests).sort((a, b) => rankOf(a) - rankOf(b)); }
};
