module.exports = { displayName: 'basis-rbf', preset: '../../jest.preset.js' };
