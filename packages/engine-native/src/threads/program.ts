/** Places of the numbers that both sides look at: how many orders were given and how many are done, 1 where one failed, and who was first to say what becomes of the thread. */
export const [TOLD, DONE, FAILED, STATE, SIZE] = [0, 1, 2, 3, 4] as const;
/** States: it works, or it came too late. */
export const [WORKS, LATE] = [1, 2] as const;

/** What every thread does with an order. Memories grow in other threads: `grow(0)` makes their buffers those of now. */
const FOLLOW = `
const memories = new Map();
function callOf({ module, name, file, variant }, own) {
  if (file !== undefined) {
    const { run } = require(file);
    return (job) => { run(own.u8, job, variant); };
  }
  let functions = own.functions.get(module);
  if (functions === undefined) own.functions.set(module, functions = { ...new WebAssembly.Instance(module, { env: { memory: own.memory } }).exports });
  return functions[name];
}
function play(own, { words, length }) {
  const { memory, calls } = own;
  memory.grow(0);
  own.u8 = new Uint8Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  for (let k = 0; k < length;) {
    const call = words[k];
    const from = k + 2;
    k = from + words[k + 1];
    if (call < 0) integers.set(words.subarray(from + 1, k), words[from] / 4);
    else calls[call](...words.subarray(from, k));
  }
}
function follow({ number, memory, entries, tape, forget }) {
  if (forget) { memories.delete(number); return; }
  let own = memories.get(number);
  if (own === undefined) memories.set(number, own = { memory, calls: [], functions: new Map(), u8: null });
  for (const entry of entries) own.calls.push(callOf(entry, own));
  play(own, tape);
}
function obey(control, done, order) {
  try { follow(order); } catch { Atomics.store(control, ${FAILED}, 1); }
  Atomics.store(control, ${DONE}, done);
  Atomics.notify(control, ${DONE});
}
const begins = (control) => Atomics.compareExchange(control, ${STATE}, 0, ${WORKS}) === 0;
`;

/** A thread of Node. While it waits it hears nothing, so that orders are fetched and not delivered. */
export const NODE_PROGRAM = `
const { parentPort, receiveMessageOnPort, workerData: { control } } = require('node:worker_threads');
${FOLLOW}
if (begins(control)) {
  for (let done = 0; ; done++) {
    while (Atomics.load(control, ${TOLD}) === done) Atomics.wait(control, ${TOLD}, done);
    obey(control, done + 1, receiveMessageOnPort(parentPort).message);
  }
}`;

/** A worker of a page, to which orders are delivered. What it looks at comes first. */
export const PAGE_PROGRAM = `
${FOLLOW}
onmessage = ({ data: control }) => {
  if (!begins(control)) return;
  let done = 0;
  onmessage = ({ data }) => { obey(control, ++done, data); };
};`;
