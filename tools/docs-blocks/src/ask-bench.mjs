import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

// What stories have in the place of `bench`: asks what `bench ... --dry` would say, of the process that has the workspace loaded. ask-bench.mjs SOCKET NAME [args]

const [door, ...words] = process.argv.slice(2);
const socket = connect({ path: door, allowHalfOpen: true });
socket.end(JSON.stringify({ cwd: process.cwd(), words }));
const { fault } = JSON.parse(await text(socket));
if (fault !== null) process.stderr.write(`bench ${words[0]}: ${fault}\n`);
else process.stdout.write(`bench ${words[0]}: the command line is sound; nothing was measured.\n`);
process.exitCode = fault === null ? 0 : 2;
