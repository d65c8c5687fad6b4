import { config, util } from 'zod';

// All of zod by its names: `import * as z from '@knotwork/plugin/zod'`. Bundlers keep of it what is used; of the one name `z` that the package exports, esbuild
// keeps everything, the words of all languages included.
export * from 'zod';

// zod asks its host once whether text may be run as code, by trying, and a page whose policy forbids it reports that. Schemas are asked a few times each: to compile
// them takes longer than it saves. So the answer is no, for this copy of zod and nobody else's.
const { jitless } = config();
config({ jitless: true });
void util.allowsEval.value;
config({ jitless });
