import { resolve } from 'node:path';
import { THREADS } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { codeOf, StudyFolder, work, type WorkEvent } from '@knotwork/studies';
import { FileComposer } from '@knotwork/workspace';
import { workerOfOtherCode, workFailed } from '../errors.js';
import { EXIT } from '../exit-status.js';
import type { Output } from '../output.js';
import { Signalled } from '../signalled.js';
import { trialText } from './trial-text.js';

/** Works on a study until nothing is left to begin, or waits until all is done; tells the process that began it, if one did, and ends with it. @returns the exit status */
export async function workOn(dir: string, { wait: waits = false }: { readonly wait?: boolean }, output: Output, cwd: string): Promise<number> {
  // There are as many workers as processors, and a thread each is as much as these can do.
  process.env[THREADS] ||= '1';
  const folder = new StudyFolder(resolve(cwd, dir));
  const record = folder.readBegun();
  const composer = new FileComposer(await standardPackages());
  const code = await codeOf(composer);
  if (code !== record.code.at(-1)) throw workerOfOtherCode(dir, record.code.at(-1)!, code);
  const signalled = new Signalled();
  // Without the one who began it nobody waits: what is on the disk is whole.
  process.on('disconnect', () => { process.exit(EXIT.terminated); });
  let done = 0;
  let failed: (WorkEvent & { readonly event: 'failed' }) | null = null;
  await work({
    folder, record, composer, signal: signalled.signal, waits,
    tell: (event) => {
      if (event.event === 'ended') { done++; output.say(`${trialText(event.trial, record.plan)}: ${event.isCopied ? 'copied, ' : ''}${event.status}`); }
      if (event.event === 'failed') failed = event;
      // A message to one who has just died fails before the end of the channel is told.
      process.send?.(event, undefined, undefined, (error) => { if (error !== null) process.exit(EXIT.terminated); });
    },
  });
  output.json({ done });
  // Whoever began this process tells what went wrong.
  if (failed !== null && process.send === undefined) throw workFailed(failed, trialText((failed as { trial: string }).trial, record.plan));
  return signalled.status ?? EXIT.done;
}
