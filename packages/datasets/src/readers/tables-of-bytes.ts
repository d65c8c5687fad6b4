// Readers of files, together: what is in memory already is a table of JSON, and loads none of them.
export { npyTable } from './npy-table.js';
export { npzTable } from './npz-table.js';
export { plainCsv } from './plain-csv.js';
export { unpacked } from './unpacked.js';
