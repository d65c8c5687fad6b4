module.exports = { displayName: 'importers', preset: '../../jest.preset.js' };
