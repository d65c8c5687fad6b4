import type { BindingName } from './binding-names.js';

/** A file of a registry, which never changes. */
export interface Pinned {
  readonly version: string;
  /** Name of the file as the client writes it. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A package of npm, and which of its files are kept: those that Node reads. */
export interface PinnedPack extends Pinned {
  readonly name: string;
  /** Paths inside the package. */
  readonly keeps: RegExp;
}

/** Who brings the native library. */
export const SOURCES = ['pip', 'maven'] as const;
export type Source = (typeof SOURCES)[number];

/** The native library of TensorFlow, as one source has it. */
export interface PinnedLibrary extends Pinned {
  readonly source: Source;
  /** What the client is asked for. */
  readonly artifact: string;
  /** Version of TensorFlow. */
  readonly tensorflow: string;
  /** Folder of the two libraries within the file, which is a zip. */
  readonly folder: string;
  /** Bytes of the two libraries. */
  readonly unpacked: number;
}

const TFJS = '4.22.0';
/** What Node reads of a package whose `main` is one file. */
const MAIN = /^(package\.json|LICENSE.*|dist\/tf[a-z-]*\.node\.js)$/;
const CODE = /^(package\.json|LICENSE.*|(?!test|coverage|\.)[^.]*(\.[\w-]+)*\.js)$/;
const BINDING = /^(package\.json|dist\/(?!.*_test\.js$).*\.js|binding\/.*\.(cc|h))$/;

const pack = (name: string, version: string, keeps: RegExp, bytes: number, sha256: string): PinnedPack =>
  ({ name, version, keeps, bytes, sha256, file: `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz` });

/** The package that a binding is called after. */
const NODE: Readonly<Record<BindingName, PinnedPack>> = {
  'tfjs-node': pack('@tensorflow/tfjs-node', TFJS, BINDING, 228_166, 'd38a448a705efc6e655a080f896b3af646ae39dffbfe9c90b06cb9fc3a2b9358'),
  'tfjs-node-gpu': pack('@tensorflow/tfjs-node-gpu', TFJS, BINDING, 223_379, 'afd5599ee1662e732c00a0ad1f52a3d001bdc118a1f44bd592a0a0ebf2daa4c7'),
};

/** What both bindings load. */
const SHARED: readonly PinnedPack[] = [
  pack('@tensorflow/tfjs', TFJS, MAIN, 30_566_337, '56505c191e24116787477b3bb5bb1cc0cf1c2bdce8112b9c402a8a2d31cf2f00'),
  pack('@tensorflow/tfjs-core', TFJS, MAIN, 6_958_161, 'e8f8aa285ad0237b901e7d79995a1450993cf11fb1b3cc02f09de167fdaf9496'),
  pack('@tensorflow/tfjs-layers', TFJS, MAIN, 6_335_723, '4fd27e07713d489eee7df5b0c5075956e6ee7d86ada3921af91cd5476c451bbc'),
  pack('@tensorflow/tfjs-converter', TFJS, MAIN, 4_134_551, 'f8fcaa0d13446e5637f590f72b1595c2571779a81a927003baa0d488165b1a7a'),
  pack('@tensorflow/tfjs-data', TFJS, MAIN, 877_644, 'bafa69a485fc682cb9c8d5401f819ad17c6946ea5455c966a7a8acef694918c8'),
  pack('@tensorflow/tfjs-backend-cpu', TFJS, MAIN, 1_735_629, 'd3c32e2fe0452fe302e88dde434cd8d7b126ce21754c6c972b28e3bcb8ec0878'),
  pack('@tensorflow/tfjs-backend-webgl', TFJS, MAIN, 3_771_709, 'c694a8c23e958dd8c5fb0781df9c9c11cecdf83aa28088fe3a16846626425b98'),
  pack('long', '4.0.0', /^(package\.json|LICENSE|src\/long\.js)$/, 38_774, 'b4bfa0f1695b39b7beb11ffe71c936528e5f34bd3969192fdc4ef1df790c95fb'),
  pack('seedrandom', '3.0.5', CODE, 67_860, 'f217e14961edb2a61f23b3eaee7477578021f0db15f69941a866e9f55e518544'),
  pack('google-protobuf', '3.21.4', /^(package\.json|LICENSE.*|google-protobuf\.js)$/, 68_046, '38299bb1802ce06900ea2e43650aded8393cd6a00012ed97ffc716eeab1e1091'),
  pack('progress', '2.0.3', CODE, 6_000, '701865e18ff6c0e3ba778756ddef8db1dc05c00a901babe57bc7a0a7e0e82aa4'),
  pack('node-api-headers', '1.9.0', /^(package\.json|LICENSE|include\/.*\.h)$/, 16_974, '6cbfac49542194ae2c8f1dee5fa2dc00d66bec9cbf3b59e3a4e5f16d14eb0d19'),
];

const wheel = (name: string, bytes: number, sha256: string, unpacked: number): PinnedLibrary => ({
  source: 'pip', version: '2.15.1', tensorflow: '2.15.1', artifact: `${name}==2.15.1`, file: `${name.replace('-', '_')}-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl`, folder: 'tensorflow', bytes, sha256, unpacked,
});
const jar = (platform: string, bytes: number, sha256: string, unpacked: number): PinnedLibrary => ({
  source: 'maven', version: '0.5.0', tensorflow: '2.10.1', artifact: `org.tensorflow:tensorflow-core-api:0.5.0:jar:${platform}`, file: `tensorflow-core-api-0.5.0-${platform}.jar`, folder: `org/tensorflow/internal/c_api/${platform}`, bytes, sha256, unpacked,
});

const LIBRARIES: Readonly<Record<BindingName, readonly PinnedLibrary[]>> = {
  'tfjs-node': [
    wheel('tensorflow-cpu', 207_208_420, '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26', 613_776_168),
    jar('linux-x86_64', 116_959_312, 'f394c5be26c8f3b644cdc77e6741b2cfe774caa8aedeb969c50e074444feac55', 476_307_376),
  ],
  'tfjs-node-gpu': [
    wheel('tensorflow', 475_258_663, 'bb0edd69103c154245c5f209f0507355cc68ba7e4de350084bc31edc562478e4', 1_029_821_200),
    jar('linux-x86_64-gpu', 486_860_853, '06298a31706ef94fc6509c490eefb281b756556a02808b222109c33707a72a6f', 1_015_404_528),
  ],
};

/** What a binding is made of, with the native library of one source. */
export interface Recipe {
  readonly name: BindingName;
  /** The package that the binding is called after; one of `packs`. */
  readonly main: PinnedPack;
  readonly packs: readonly PinnedPack[];
  readonly library: PinnedLibrary;
  readonly versions: Readonly<Record<string, string>>;
}

/** All that can be installed under a name, the one that is preferred first. */
export function recipes(name: BindingName): readonly Recipe[] {
  const main = NODE[name];
  return LIBRARIES[name].map((library) => ({ name, main, packs: [main, ...SHARED], library, versions: Object.freeze({ [name]: main.version, tensorflow: library.tensorflow }) }));
}
