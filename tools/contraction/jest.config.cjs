module.exports = { displayName: 'contraction-tool', preset: '../../jest.preset.js' };
