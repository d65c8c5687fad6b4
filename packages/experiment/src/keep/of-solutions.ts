// What is asked of runs that solved equations, and loaded then.
export { uncertaintyIn } from '../measure/uncertainty-in.js';
export { solvedNotes } from './solved-notes.js';
