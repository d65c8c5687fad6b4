// First-party packages for files of other programs: nothing that trains, loads or predicts asks for them, and pages do without.
export { default as '@knotwork/importers' } from '@knotwork/importers';
