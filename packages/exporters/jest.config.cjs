module.exports = { displayName: 'exporters', preset: '../../jest.preset.js' };
