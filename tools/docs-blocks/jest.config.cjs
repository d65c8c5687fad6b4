module.exports = { displayName: 'docs-blocks', preset: '../../jest.preset.js' };
