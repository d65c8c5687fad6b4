module.exports = { displayName: 'statistics', preset: '../../jest.preset.js' };
