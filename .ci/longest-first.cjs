const { default: Sequencer } = require('@jest/test-sequencer');

/** Specs that run several packages and processes, the checks of plugins and engines, sound and broken, and all others. */
const RANKS = [/\.int\.spec\.ts$/, /(\.conformance|[/\\]broken-\w+)\.spec\.ts$/, /./];
const rankOf = ({ path }) => RANKS.findIndex((pattern) => pattern.test(path));

/** What takes long does not begin when all else is done, and leaves the other cores without work. Of one rank the larger files come first, or what took longest the last time. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) { return super.sort(tests).sort((a, b) => rankOf(a) - rankOf(b)); }
};
