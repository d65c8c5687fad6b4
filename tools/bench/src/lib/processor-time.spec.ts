import { spawn } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { hasProcessorTime, processorTime } from './processor-time.js';

const BURN = 'const start = process.cpuUsage(); while (process.cpuUsage(start).user + process.cpuUsage(start).system < 3e5);';

if (hasProcessorTime) test('what a process and the processes that it started have used is counted, and what sleeps is not', async () => {
  expect(processorTime(process.pid)!).toBeGreaterThan(0);
  // One child that is still there, one that ended, each with 0.3 s.
  const code = `const { spawn, spawnSync } = require('node:child_process'); spawnSync(process.execPath, ['-e', '${BURN}']); spawn(process.execPath, ['-e', '${BURN}; console.log("burnt"); setTimeout(() => {}, 60_000)'], { stdio: 'inherit' });`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  try {
    await new Promise((resolve) => { child.stdout.once('data', resolve); });
    expect(processorTime(child.pid!)!).toBeGreaterThanOrEqual(0.58);
  } finally {
    process.kill(-child.pid!);
  }
});

test('of a process that is not there nothing is known', () => expect(processorTime(2 ** 30)).toBeNull());
