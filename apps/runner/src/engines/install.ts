import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { install, type Installed, type InstallEvent, type InstallPlan, megabytes, type Source, SOURCES } from '@knotwork/tfjs-bindings/install';
import { noSuchClient, stepDiffers } from '../errors.js';
import { EXIT } from '../exit-status.js';
import type { Output } from '../output.js';
import { Signalled } from '../signalled.js';
import { seconds } from '../table.js';
import { bindingNamed } from './binding-named.js';
import { testText } from './engine-text.js';
import { type StepTest, testSteps } from './self-test.js';
import { backendsOf } from './survey.js';

export interface InstallOptions { gpu?: boolean; from?: string; json?: boolean; quiet?: boolean }

/** Installs a native library for an engine and trains a few steps on it. @returns the exit status */
export async function installEngine(named: string, { gpu = false, from, quiet = false }: InstallOptions, output: Output): Promise<number> {
  const name = bindingNamed(named, { gpu });
  if (from !== undefined && !isSource(from)) throw noSuchClient(from, SOURCES);
  const bar = output.stream.isTTY && !quiet ? new (await import('./install-bar.js')).InstallBar(output.stream) : null;
  const signalled = new Signalled(() => { bar?.stop(); });
  const begun = performance.now();
  let came: Installed;
  try {
    came = await install(name, { from, signal: signalled.signal }, (event) => {
      bar?.observe(event);
      for (const line of lines(event)) output.say(line);
    });
  } catch (error) {
    if (signalled.status === null) throw error;
    process.stderr.write('knotwork: interrupted; nothing was installed. The same command starts over.\n');
    return signalled.status;
  } finally {
    bar?.stop();
    if (signalled.status === null) signalled.forget();
  }
  const test = await testOf(name);
  const took = (performance.now() - begun) / 1000;
  const { folder, versions, tensorflow, onGpu, wasThere } = came;
  output.say(`${name} ${versions[name] ?? ''} with TensorFlow ${tensorflow} ${wasThere ? 'is there already' : 'is installed'} in ${folder}; products, gradients and texts are right.`);
  if (gpu || name.endsWith('-gpu')) output.say(onGpu ? 'A GPU computes.' : 'It found no GPU that it can use, and computes on the processor: docs/engines.md says what it needs.');
  if (test !== null) output.say(`A small network, trained on it: ${testText(test)}.`);
  output.say(`Done in ${seconds(took)}. "knotwork engines uninstall ${name}" removes it.`);
  output.json({ ...came, test, seconds: took });
  if (test?.passed === false) throw stepDiffers(name, test.because ?? 'no reason is known');
  return EXIT.done;
}

const isSource = (text: string): text is Source => (SOURCES as readonly string[]).includes(text);

/** Steps of a network on the engine that has this among its backends; null where none has. */
async function testOf(name: string): Promise<StepTest | null> {
  for (const { definition } of installed(await standardPackages()).catalog.list('engine')) {
    const backend = (await backendsOf(definition))?.find((b) => b.name === name && b.state === 'ready');
    if (backend !== undefined) return testSteps(definition, backend);
  }
  return null;
}

function lines(event: InstallEvent): string[] {
  if (event.event === 'plan') return planLines(event.plan);
  return event.event === 'step' ? [`${event.number}/${event.of} ${event.step}`] : [];
}

function planLines({ name, versions, downloads, kept, needed, folder }: InstallPlan): string[] {
  return [
    `${name} ${versions[name] ?? ''} with TensorFlow ${versions['tensorflow'] ?? ''}, ${megabytes(kept)} in ${folder}; ${megabytes(needed)} must be free while it is built`,
    ...downloads.map(({ by, what, bytes }) => `  ${megabytes(bytes)} by ${by}: ${what}`),
  ];
}
