module.exports = { displayName: 'perceptrons', preset: '../../jest.preset.js' };
