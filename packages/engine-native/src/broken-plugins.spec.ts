import { expect, test } from '@jest/globals';
import { brokenPlugins, checkPlugin } from '@knotwork/conformance';
import { native } from './index.js';

// The checks are checked: a plugin with one defect must fail the check named for it, and no more than it says.

const engine = await native.create({});

for (const { defect, definition, setup, caughtBy, alsoFails = [] } of brokenPlugins) {
  test(`${defect} (${definition.name}) fails "${caughtBy}"`, async () => {
    const failed: string[] = [];
    for (const { name, run } of checkPlugin(definition, { ...setup, engine })) {
      try { await run(); } catch { failed.push(name.slice(`${definition.name}: `.length)); }
    }
    expect(failed.sort()).toEqual([caughtBy, ...alsoFails].sort());
  });
}
