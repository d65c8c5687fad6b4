module.exports = { displayName: 'basis-b-spline', preset: '../../jest.preset.js' };
