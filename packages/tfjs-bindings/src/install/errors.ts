import type { KnotworkError } from '@knotwork/plugin';
import type { BindingName } from '../binding-names.js';
import { refusal } from '../errors.js';
import type { Source } from '../pins.js';

const CLIENTS: Readonly<Record<Source, { readonly name: string; readonly install: string; readonly other: Source }>> = {
  pip: { name: 'pip', install: 'Install it (python3-pip)', other: 'maven' },
  maven: { name: 'Maven (mvn)', install: 'Install it (maven)', other: 'pip' },
};

/** In whole megabytes, at least one. */
export const megabytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1e6))} MB`;

export const noClient = (from: Source): KnotworkError => {
  const { name, install, other } = CLIENTS[from];
  return refusal(`The native library is brought by ${name}, which was not found. ${install}, or write --from ${other}.`);
};

export const noClients = (): KnotworkError => refusal('The native library is brought by pip or by Maven (mvn), and neither was found. Install one of them: python3-pip is the smaller one.');

export const noNpm = (): KnotworkError => refusal('The packages of TensorFlow.js are brought by npm, which was not found. Install it; it comes with Node.');

export function noCompiler(cxx: string | undefined): KnotworkError {
  return refusal(cxx === undefined
    ? 'The binding is compiled here by a compiler for C++, and none of g++, c++ and clang++ was found. Install one, such as the package g++, or name it: CXX=/path/to/g++.'
    : `The environment variable CXX names the compiler for C++, and "${cxx}" was not found. Correct it, or leave it out.`);
}

export const noRoom = (folder: string, needed: number, free: number | null): KnotworkError =>
  refusal(`${folder} needs ${megabytes(needed)} of free space${free === null ? ', and the disk is full' : `; there ${free < 1e6 ? 'is none' : `are ${megabytes(free)}`}`}. Free some, or name another folder: KNOTWORK_CACHE=/path.`);

export const cannotKeep = (folder: string, { code, message }: NodeJS.ErrnoException): KnotworkError =>
  refusal(`${folder} could not be written (${code ?? message}). Allow it, or name another folder: KNOTWORK_CACHE=/path.`);

/** @param last what the client said last */
export const noNetwork = (client: string, last: string): KnotworkError => refusal(`${client} could not reach its registry: ${last} Check the network, and what ${client} is told of proxies and mirrors; then give the command again.`);

/** @param status null where a signal ended it */
export const clientFailed = (client: string, status: number | null, last: string): KnotworkError =>
  refusal(`${client} failed (${status === null ? 'a signal ended it' : `status ${status}`}): ${last} Nothing was installed. Mend that, and give the command again.`);

export const notBrought = (client: string, file: string): KnotworkError => refusal(`${client} ended well and did not bring ${file}. Nothing was installed. Check what it is told of mirrors.`);

export const otherFile = (file: string, wanted: string, got: string): KnotworkError =>
  refusal(`${file} is not the file that was tried: its SHA-256 is ${got}, not ${wanted}. Nothing was installed. Check which mirror brought it.`);

export const notCompiled = (last: string): KnotworkError => refusal(`The binding could not be compiled: ${last} Nothing was installed. A compiler that knows C++17 is needed, such as g++ 8; CXX=/path/to/g++ names another.`);

export const failsItself = (name: BindingName, what: string): KnotworkError => refusal(`${name} was built and failed its self-test: ${what} Nothing was installed. The backends wasm and cpu of the same engine run here.`);
