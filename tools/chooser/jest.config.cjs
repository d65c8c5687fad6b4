module.exports = { displayName: 'chooser', preset: '../../jest.preset.js' };
