import { expect, test } from '@jest/globals';
import { writeCode, writeLatex, writeTree } from '@knotwork/expressions';
import { symbolsOf } from './symbols.js';

test.each([
  ['λ (µm)', 'lambda_mu_m'], ['Δt', 'Delta_t'], ['θ', 'theta'], ['σ²', 'sigma2'], ['λ₁', 'lambda1'], ['x_ρ', 'x_rho'], ['R (Ω)', 'R_Omega'], ['αβ', 'alpha_beta'], ['ΔE', 'Delta_E'], ['ϑ', 'theta'],
  ['Θερμοκρασία', 'Thermokrasia'], ['φως', 'fos'], ['температура воздуха', 'temperatura_vozdukha'], ['Щёлочь', 'Shcheloch'], ['Größe', 'Grosse'], ['Länge', 'Lange'], ['Ångström', 'Angstrom'], ['hauteur (œuf)', 'hauteur_oeuf'], ['przepływ', 'przeplyw'], ['Température', 'Temperature'],
  ['horse power', 'horse_power'], ['2nd', 'x_2nd'], ['x1', 'x1'], ['a__b', 'a__b'], ['温度', 'x1'], ['温度 2', 'x_2'],
])('%s is called %s', (name, symbol) => { expect(symbolsOf([name])).toEqual([symbol]); });

test('names that are something else where formulas are read, and equal ones, are set apart', () => {
  expect(symbolsOf(['π', 'φ', 'τ', 'μ', 'µ', 'mu_2'])).toEqual(['pi_', 'phi_', 'tau_', 'mu', 'mu_3', 'mu_2']);
});

test('what they are called is valid wherever equations are written', () => {
  const symbols = symbolsOf(['λ (µm)', 'Δt', 'γ', 'β', 'Щёлочь', 'ζ', 'π']);
  const text = symbols.join(' * ');
  expect(symbols.every((symbol) => /^[A-Za-z]\w*$/.test(symbol))).toBe(true);
  for (const language of ['python', 'typescript', 'c'] as const) expect(writeCode(text, language, Object.fromEntries(symbols.map((symbol) => [symbol, symbol]))).text).toBe(text);
  expect(JSON.stringify(writeTree(text))).toContain('"lambda_mu_m"');
  expect(writeLatex(text)).toContain('\\mathrm{lambda\\_mu\\_m}');
});

test('an input is not called like a target', () => {
  expect(symbolsOf(['&y', 'q'], ['y'])).toEqual(['y_2', 'q']);
  expect(symbolsOf(['y', 'q'], ['y'])).toEqual(['y', 'q']);
});
