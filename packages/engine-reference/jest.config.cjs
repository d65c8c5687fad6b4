module.exports = { displayName: 'engine-reference', preset: '../../jest.preset.js' };
