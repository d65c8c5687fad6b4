module.exports = { displayName: 'standard', preset: '../../jest.preset.js' };
