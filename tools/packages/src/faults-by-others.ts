import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import type { Manifest } from './published.js';

/** What publint finds wrong with a tarball. */
export async function faultsByPublint(contents: Uint8Array): Promise<readonly string[]> {
  const tarball = contents.buffer.slice(contents.byteOffset, contents.byteOffset + contents.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball } });
  return messages.filter(({ type }) => type !== 'suggestion').map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/**
 * What "are the types wrong" finds, for modules: packages of ours have no others, and `require` of a module is the business of Node.
 *
 * @param folder what was packed
 */
export async function faultsByAttw(contents: Uint8Array, folder: string): Promise<readonly string[]> {
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const entrypoints = Object.keys(exports).filter((path) => path !== './package.json');
  const result = await checkPackage(createPackageFromTarballData(contents), { entrypoints });
  if (!result.types) return ['it has no types'];
  return result.problems.filter((problem) => !('resolutionKind' in problem) || problem.resolutionKind === 'node16-esm' || problem.resolutionKind === 'bundler')
    .map((problem) => `${problem.kind}${'entrypoint' in problem ? ` of ${problem.entrypoint} by ${problem.resolutionKind}` : ''}`);
}
