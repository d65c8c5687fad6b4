// A run from code: what the command does, without the command. Start it at the root of the repository.
import { composeFromFile } from '@knotwork/workspace';
import { standardPackages } from '@knotwork/standard';

const request = {
  file: 'examples/hello-kan.yaml', overrides: ['network.widths=[2,1,1]', 'seed=3'], out: 'runs/from-code', again: true, cwd: process.cwd(),
};
const run = await composeFromFile(request, await standardPackages());
const { result } = await run.run();
console.log(`test RMSE ${result.metrics.test.rmse.toExponential(1)}`);
