import { z } from '@knotwork/plugin';
import { watchPlugins } from '@knotwork/workspace';
import { failure } from './failure.js';
import { runCommand } from './run-command.js';
import { StandardStreams } from './standard-streams.js';

/** Milliseconds after which a command that has done its work ends, whatever plugins left running. */
const LEFT_RUNNING = 100;

const commandLine = process.argv.slice(2);
const streams = new StandardStreams();
let done: number | null = null;
watchPlugins({
  failed: (error) => {
    // What a plugin does after the end changes nothing.
    if (done !== null) process.exit(done);
    void streams.end(failure(error, commandLine)).then((status) => { process.exit(status); });
  },
  ends: (error) => done ?? failure(error, commandLine),
});

// Schemas are asked a few times each: to compile them takes longer than it saves.
z.config({ jitless: true });

done = await streams.end(await runCommand(commandLine, (text) => { streams.result(text); }));
process.exitCode = done;
setTimeout(() => { process.exit(); }, LEFT_RUNNING).unref();
