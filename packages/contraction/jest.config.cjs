module.exports = { displayName: 'contraction', preset: '../../jest.preset.js' };
