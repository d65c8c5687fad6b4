module.exports = { displayName: 'contraction-builder', preset: '../../jest.preset.js' };
