const { TestEnvironment } = require('jest-environment-node');
const { AsyncLocalStorage } = require('node:async_hooks');

const begun = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...of) {
  begun.add(this);
  return run.apply(this, of);
};

/**
 * That of Node, which ends what its specs began: jest keeps an AsyncLocalStorage for every file of specs and never disables it, and before Node 24 each promise asks all of
 * them. The hundredth file of a process would pay for the ninety-nine before it.
 */
module.exports = class extends TestEnvironment {
  async teardown() {
    for (const storage of begun) storage.disable();
    begun.clear();
    await super.teardown();
  }
};
