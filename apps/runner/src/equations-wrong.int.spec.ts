import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SessionEnded, session } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

/** An equation that is solved in a moment, of which every file below differs in one place. */
const sound = `knotwork: 1
name: wrong
dataset:
  kind: domain
  coordinates: { x: [-1, 1], y: [-1, 1] }
  equations: u_xx + u_yy = 0
  conditions:
    - { on: boundary, equation: u = 0 }
  reference: sin(pi*x)*sin(pi*y)
  points: { inside: 40, face: 5, test: 50 }
network: { widths: [2, 2, 1] }
stages:
  - { kind: solve, starts: { count: 1 }, steps: 2 }
`;

/** Changes one place of the file. */
function change(from: string | RegExp, to: string): string {
  const changed = sound.replace(from, () => to);
  if (changed === sound) throw new Error(`Nothing to change: ${from}`);
  return changed;
}
const equations = (text: string, more = ''): string => change('u_xx + u_yy = 0', `${text}${more === '' ? '' : `\n  ${more}`}`);
const on = (text: string): string => change('on: boundary', `on: ${text}`);
const conditions = (...entries: readonly string[]): string => change('    - { on: boundary, equation: u = 0 }', entries.map((entry) => `    - ${entry}`).join('\n'));
const dataset = (line: string): string => change('  reference:', `  ${line}\n  reference:`);
const coordinates = (text: string): string => change('{ x: [-1, 1], y: [-1, 1] }', text);
const reference = (text: string): string => change('sin(pi*x)*sin(pi*y)', text);
const network = (text: string): string => change('widths: [2, 2, 1]', text);
const stage = (text: string): string => change('steps: 2 }', `steps: 2, ${text} }`);
const datasets = (other: string): string => change(/dataset:\n[^]*(?=network)/, `datasets:\n  solved: { kind: domain, coordinates: { x: [-1, 1], y: [-1, 1] }, equations: u_xx = 0 }\n  other: ${other}\n`).replace('steps: 2', 'steps: 2, data: solved');

/** Files that are wrong in one place, and what is said of them: where, what, and what to type. */
interface Wrong { readonly text: string; readonly says: RegExp }
type Cases = Readonly<Record<string, Wrong>>;

const inEquations: Cases = {
  'a name that nobody gave': { text: equations('u_xx + v = 0'), says: /dataset\.equations \(line 6\): Nobody says what "v" is in "u_xx \+ v = 0"; known are u, x, y\. Correct it, or give it a value in dataset\.constants, or name it in dataset\.unknowns, / },
  'a misspelt constant': { text: equations('mu*u_xx = 0', 'constants: { nu: 1 }'), says: /Nobody says what "mu" is .*known are u, x, y, nu\. Did you mean "nu"\?/ },
  'a derivative in what is no coordinate': { text: equations('u_z = 0'), says: /\(line 6\): Nobody says what "u_z" is .*A derivative of u is written u_x or u_xy, with the names of coordinates\. Correct it\./ },
  'a derivative without underscore': { text: equations('ux + u_y = 0'), says: /\(line 6\): Nobody says what "ux" is .*Did you mean "u_x", a derivative\?/ },
  'a derivative of a capital letter': { text: equations('U_xx = 0'), says: /"U_xx" is .*Did you mean "u_xx", a derivative\?/ },
  'a derivative with a number': { text: equations('u_x2 = 0'), says: /"u_x2" is .*A derivative of u is written u_x or u_xy/ },
  'a derivative of the fourth order': { text: equations('u_xxxx + u_yy = 0'), says: /\(line 6\): "u_xxxx" is a derivative of order 4; the highest is 3\. Make a new unknown .*such as v = u_xx\./ },
  'a derivative as a fraction': { text: equations('du/dx = 0'), says: /Nobody says what "du" is .*A derivative of u is written u_x or u_xy\./ },
  'a derivative as a function': { text: equations('diff(u, x) = 0'), says: /In "diff\(u, x\) = 0": Unknown function "diff"\. .*A derivative of u is written u_x or u_xy\./ },
  'a derivative as a stroke': { text: equations('u" = 0').replace('u" = 0', "u'' = 0"), says: /got the operator "'".*A derivative of u is written u_x or u_xy\./ },
  'an operator of vector analysis': { text: equations('laplacian(u) = 0'), says: /Unknown function "laplacian"\..*A derivative of u is written u_x or u_xy\./ },
  'an unknown with arguments': { text: equations('u_x - u(x, y) = 0'), says: /Unknown function "u"\..*Write u without parentheses: / },
  'an unknown at a place': { text: equations('u_x(0, y) = 1'), says: /dataset\.equations \(line 6\): "u_x\(0, y\) = 1" has "u_x\(0, y\)", and unknowns have no parentheses: .*Write \{ on: x=0, equation: u_x = 1 \} in dataset\.conditions\./ },
  'a derivative that could be two': { text: coordinates('{ x: [-1, 1], xx: [0, 1], y: [-1, 1] }'), says: /\(line 6\): "u_xx" could be the derivative in x and x, or in xx\. Rename a coordinate\./ },
  'two signs of equality': { text: equations('u_x = u_y = 0'), says: /\(line 6\): An equation must have one "=" at most; got "u_x = u_y = 0"\. Write two equations, as a list\./ },
  'the sign of a comparison': { text: equations('u_xx == 0'), says: /\(line 6\): An equation says with "=" what is equal; got "==" in "u_xx == 0"\. Write = in its place\./ },
  'an inequality': { text: equations('u_xx + u_yy >= 1'), says: /got ">=" in "u_xx \+ u_yy >= 1"\. Write = in its place; .*write a < b \? c : d\./ },
  'no text': { text: equations("''"), says: /dataset\.equations \(line 6\): must be a text of 1 to / },
  'a text of spaces': { text: equations("' '"), says: /\(line 6\): An equation must have something on both sides of "="; got " "\. Write one such as u_x = 0\./ },
  'nothing on one side': { text: equations("'u_xx ='"), says: /must have something on both sides of "="; got "u_xx ="/ },
  'a comment and no more': { text: equations("'# nothing'"), says: /must have something on both sides/ },
  'no equations': { text: equations('[]'), says: /dataset\.equations \(line 6\): must be a list of 1 to 100 entries/ },
  'no key for them': { text: change(/ {2}equations: .*\n/, ''), says: /dataset\.equations is required \(line 3\)/ },
  'an equation of coordinates alone': { text: equations('x + y = 0'), says: /\(line 6\): An equation must say something of u; got "x \+ y = 0", .*Correct it, or leave it out\./ },
  'an equation that is always true': { text: equations('u_xx - x = u_xx - x'), says: /An equation must say something of u; got "u_xx - x = u_xx - x", which is the same whatever they are\./ },
  'an unknown that stands in none': { text: dataset('unknowns: [u, v]'), says: /dataset\.equations \(line 6\) must say something of every unknown; nothing says what "v" is\. Add an equation, or leave it out of dataset\.unknowns\./ },
  'the same equation twice': { text: equations('[u_xx = 0, 0 = 2*u_xx]'), says: /dataset\.equations\.1 \(line 6\): "0 = 2\*u_xx" is what dataset\.equations\.0 says already\. Leave one of them out\./ },
  'equations that contradict each other': { text: equations('[u_xx = 0, u_xx = 1]'), says: /dataset\.equations\.1 \(line 6\): "u_xx = 1" contradicts "u_xx = 0" in dataset\.equations\.0: .*Correct or remove one\./ },
  'what is no number anywhere': { text: equations('u_xx = log(-1)*u'), says: /\(line 6\): Both sides of "u_xx = log\(-1\)\*u" must be numbers within 1e\+150 of zero where it holds; their difference is NaN at x = [-.\d]+, y = / },
  'what is no number in a part of the domain': { text: equations('u_xx + log(x)*u = 0'), says: /their difference is NaN at x = -[.\d]+, .*Correct it, or change the coordinates\./ },
  'what is infinite at an end, where a grid has points': { text: equations('u_xx + u/(x + 1) = 0').replace('inside: 40', 'inside: 40, sampling: grid'), says: /at x = -1, .*keep points away from the ends of the domain \(points\.sampling: spread\)\./ },
  'numbers whose squares overflow': { text: equations('u_xx = 1e300*u'), says: /Both sides of "u_xx = 1e300\*u" must be numbers within 1e\+150 of zero where it holds; their difference is -?\d/ },
  'numbers in place of text': { text: equations('3'), says: /dataset\.equations \(line 6\): must be a text/ },
  'the syntax of another language': { text: equations('u**2 = 0'), says: /In "u\*\*2 = 0": .*is not mathematics: Value expected\. Write \^ in place of "\*\*"\. Look at character 3\./ },
  'a divisor without a sign': { text: equations('u_xx = 1/a u', 'constants: { a: 2 }'), says: /\(line 6\): In "u_xx = 1\/a u": "1 \/ a u" could be read in two ways\. Write 1 \/ \(a \* u\), or 1 \/ a \* u\./ },
  'a letter of another alphabet': { text: equations('u_xx = λ*u'), says: /Nobody says what "λ" is .*Names have letters from a to z and digits\. Write it out, such as lambda, and give it a value in dataset\.constants\./ },
  'a weight of a constant that is 0': { text: dataset('weight: 0*a\n  constants: { a: 1 }'), says: /dataset\.weight \(line \d+\) must be above 0; got 0\*a, which is 0\. Correct it\./ },
  'signs that are no letters': { text: equations('∂u/∂x = 0'), says: /is not mathematics.*A derivative of u is written u_x or u_xy\./ },
  'an import': { text: equations('import("fs") = u'), says: /\(line 6\): In .*: Unknown function "import"\./ },
  'a call of what belongs to the process': { text: equations('process.exit() = u'), says: /\(line 6\): .*got a call of something that is not a name in "process\.exit\(\)"/ },
  'a property': { text: equations('u.constructor = 0'), says: /\(line 6\): .*got access to a property/ },
  'a name that every object has': { text: equations('u = constructor'), says: /Nobody says what "constructor" is/ },
  'the name of the prototype': { text: equations('u = __proto__'), says: /Nobody says what "__proto__" is/ },
  'several statements': { text: equations("'u = x; u'"), says: /got several lines or statements/ },
  'brackets beyond number': { text: equations(`'u = ${'('.repeat(200)}x${')'.repeat(200)}'`), says: /may have 150 brackets in each other; it has more\. Shorten it\./ },
};

const inConditions: Cases = {
  'a face beyond the domain': { text: on('x=2'), says: /dataset\.conditions\.0\.on \(line 8\): the domain has no face "x=2"; it has x=-1, x=1, y=-1, y=1\. Name one of them, or change the coordinates\./ },
  'a face of what is no coordinate': { text: on('z=0'), says: /\(line 8\): the domain has no face "z=0"; it has x=-1/ },
  'a face of a name': { text: on('x=end'), says: /\(line 8\): the domain has no face "x=end"; it has x=-1/ },
  'a block of coordinates': { text: on('{ x: 1 }'), says: /dataset\.conditions\.0\.on \(line 8\): must be a face in the form of a text: write on: x=1; got \{"x":1\}\./ },
  'a block of both ends': { text: on('{ x: [-1, 1] }'), says: /must be a face in the form of a text: write on: \[x=-1, x=1\]; got/ },
  'a block of several coordinates': { text: on('{ x: 1, y: 0 }'), says: /must be a face such as t=0, a list of faces, boundary, or \{ path \} of a table of points; got/ },
  'a list of blocks': { text: on('[{ x: 1 }]'), says: /dataset\.conditions\.0\.on\.0 \(line 8\): must be a face in the form of a text: write on: x=1; got/ },
  'another key beside path': { text: on('{ path: one.csv, x: 1 }'), says: /Unknown key "x" in dataset\.conditions\.0\.on \(line 8\)\. Allowed: path\./ },
  'a misspelt boundary': { text: on('boundry'), says: /\(line 8\) must be a face, x=-1, .*; got "boundry"\. Did you mean "boundary"\? Name one of them\./ },
  'a part of the domain': { text: on("'x<0'"), says: /\(line 8\) must be a face, .*; got "x<0"\. Name one of them\./ },
  'a side in words': { text: on('left'), says: /must be a face, .*; got "left"\./ },
  'one wrong face among several': { text: on('[x=-1, x=3]'), says: /dataset\.conditions\.0\.on\.1 \(line 8\): the domain has no face "x=3"/ },
  'a face that is named twice': { text: on('[boundary, x=1]'), says: /dataset\.conditions\.0\.on\.1 \(line 8\) must name every face once; x=1 is there twice\. Name it once\./ },
  'a contradiction': { text: conditions('{ on: boundary, equation: u = 0 }', '{ on: x=1, equation: u = 1 }'), says: /dataset\.conditions\.1\.equation \(line 9\): "u = 1" on x=1 contradicts "u = 0" in dataset\.conditions\.0\.equation: no solution satisfies both\. Correct or remove one\./ },
  'a contradiction that is scaled': { text: conditions('{ on: x=1, equation: u = y }', '{ on: x=1, equation: 1 - 2*u = 0 }'), says: /"1 - 2\*u = 0" on x=1 contradicts "u = y"/ },
  'a contradiction of slopes': { text: conditions('{ on: x=1, equation: [u_x = 0, u_x = 1] }'), says: /dataset\.conditions\.0\.equation\.1 \(line 8\): "u_x = 1" on x=1 contradicts "u_x = 0" in dataset\.conditions\.0\.equation\.0/ },
  'the same twice': { text: conditions('{ on: boundary, equation: u = 0 }', '{ on: x=1, equation: u = 0 }'), says: /dataset\.conditions\.1\.equation \(line 9\): "u = 0" on x=1 is what dataset\.conditions\.0\.equation says already\. Leave one of them out\./ },
  'the same with the other sign': { text: conditions('{ on: x=1, equation: u = y }', '{ on: x=1, equation: y - u = 0 }'), says: /"y - u = 0" on x=1 is what dataset\.conditions\.0\.equation says already/ },
  'a condition of coordinates': { text: conditions('{ on: boundary, equation: x = 1 }'), says: /dataset\.conditions\.0\.equation \(line 8\): An equation must say something of u; got "x = 1"/ },
  'a value at a place with its name': { text: conditions("{ on: x=1, equation: 'u(x=1) = y' }"), says: /"u\(x=1\) = y" has "u\(x=1\)", .*Write \{ on: x=1, equation: u = y \} in dataset\.conditions\./ },
  'values at two places': { text: conditions("{ on: x=1, equation: 'u(x=-1) = u(x=1)' }"), says: /"u\(x=-1\) = u\(x=1\)" relates several places, which no condition can\. / },
  'a value that is none there': { text: conditions('{ on: x=-1, equation: u = log(x) }'), says: /\(line 8\): Both sides of "u = log\(x\)" must be numbers within 1e\+150 of zero where it holds; their difference is NaN at x = -1, y = / },
  'a misspelt name': { text: conditions('{ on: x=1, equation: u_n = 0 }'), says: /dataset\.conditions\.0\.equation \(line 8\): Nobody says what "u_n" is/ },
  'a value without equation': { text: conditions('{ on: boundary, value: 0 }'), says: /Unknown key "value" in dataset\.conditions\.0 \(line 8\)\. Allowed: on, equation, weight, exact\./ },
  'a weight of 0': { text: conditions('{ on: boundary, equation: u = 0, weight: 0 }'), says: /dataset\.conditions\.0\.weight \(line 8\): must be a number above 0, or a text of 1 to 1000 characters; got 0\./ },
  'a table that is not there': { text: on('{ path: none.csv }'), says: /dataset\.conditions\.0\.on\.path \(line 8\): The file "none\.csv" does not exist/ },
  'a table without a coordinate': { text: on('{ path: one.csv }'), says: /dataset\.conditions\.0\.on\.path \(line 8\): one\.csv must have the column y; it has x, u\. Name columns after coordinates and unknowns\./ },
};

/** Of the face of x = 1 where nothing else is said. */
const exact = (equation: string, on = 'x=1'): string => conditions(`{ on: ${on}, equation: ${equation}, exact: true }`);
const inExact: Cases = {
  'no yes and no no': { text: conditions('{ on: boundary, equation: u = 0, exact: 2 }'), says: /dataset\.conditions\.0\.exact \(line 8\): .*got 2/ },
  'a weight of what holds': { text: conditions('{ on: x=1, equation: u = 0, weight: 10, exact: true }'), says: /dataset\.conditions\.0\.weight \(line 8\) is 10, and a condition with exact: true has no residual to be weighed: it holds by construction\. Leave weight out of it, or exact: it is trained then\./ },
  'points of a table': { text: exact('u = 0', '{ path: points.csv }'), says: /dataset\.conditions\.0\.exact \(line 8\): only what holds on faces can be built into the network, and these are points of a table\. Leave exact out of it: it is trained then\./ },
  'a domain that is no box': { text: exact('u = 0').replace('{ inside: 40, ', '{ inside: { path: points.csv }, '), says: /dataset\.conditions\.0\.exact \(line 8\): a condition can be built into the network on a box alone, and the points of dataset\.points\.inside come from a table, .*Leave exact out of it: it is trained then, or write how many points there are to be\./ },
  'a face that is not there': { text: exact('u = 0', 'x=2'), says: /dataset\.conditions\.0\.on \(line 8\): the domain has no face "x=2"/ },
  'a number that is to be found': { text: exact('u = k').replace('  reference:', '  parameters: { k: 1 }\n  reference:'), says: /dataset\.conditions\.0\.equation \(line 8\): "u = k" has the number "k" that is to be found, .*Leave exact out of it: it is trained then\./ },
  'several unknowns': { text: exact('u = v').replace('  reference: sin(pi*x)*sin(pi*y)', '  unknowns: [u, v]').replace('u_xx + u_yy = 0', '[u_xx = v, v_xx = u]').replace('[2, 2, 1]', '[2, 2, 2]'), says: /"u = v" relates u, v, and a condition with exact: true must say what one of them is, such as u = 0\. Leave exact out/ },
  'a derivative along the face': { text: exact('u_y = 0'), says: /\(line 8\): "u_y = 0" has derivatives that cannot be built in: a condition with exact: true says what u is on a face, and besides, where that is said, what u_x is there\. Leave exact out/ },
  'a second derivative': { text: exact('u_xx = 0'), says: /"u_xx = 0" has derivatives that cannot be built in: / },
  'a value and a slope in one': { text: exact('u + u_x = 0'), says: /"u \+ u_x = 0" has derivatives that cannot be built in: / },
  'a slope without the value': { text: exact('u_x = 0'), says: /"u_x = 0" on x=1 can be built in only beside what u is there\. Add a condition on x=1 such as u = 0 with exact: true, or leave exact out of this one: it is trained then\./ },
  'a slope beside a value that is trained': { text: conditions('{ on: x=1, equation: u = 0 }', '{ on: x=1, equation: u_x = 0, exact: true }'), says: /dataset\.conditions\.1\.equation \(line 9\): "u_x = 0" on x=1 can be built in only beside what u is there/ },
  'a square of the unknown': { text: exact('u^2 = 1'), says: /"u\^2 = 1" has u in a function or a power, and a condition with exact: true must say what u is\. Write u = \.\.\., or leave exact out/ },
  'an absolute value': { text: exact('u = abs(y)'), says: /"u = abs\(y\)" has an absolute value, at which derivatives may jump, and a condition with exact: true must be smooth\. Write it without .*, or leave exact out/ },
  'a choice': { text: exact("'u = y < 0 ? 0 : y'"), says: /has a (comparison|choice), at which derivatives may jump/ },
  'a value that is none on part of the face': { text: exact('u = sqrt(y)'), says: /\(line 8\): Both sides of "u = sqrt\(y\)" must be numbers / },
  'a slope of the value that is infinite in the corner': { text: conditions('{ on: y=1, equation: u = 0, exact: true }', '{ on: x=1, equation: u = 0, exact: true }', "{ on: x=-1, equation: 'u = 1/(1 - y)', exact: true }"), says: /dataset\.conditions\.2\.equation \(line 10\): "u = 1\/\(1 - y\)" must be a finite number, with finite derivatives, to be built in; it is Infinity at x = -1, y = 1\. Correct it/ },
  'values that contradict each other in a corner': { text: conditions('{ on: y=-1, equation: u = x, exact: true }', '{ on: [x=-1, x=1], equation: u = 0, exact: true }'), says: /dataset\.conditions\.1\.equation \(line 9\): "u = 0" on x=-1 contradicts "u = x" on y=-1 in dataset\.conditions\.0\.equation where the faces meet: it says 0, and the other -1, at x = -1, y = -1\. Correct one, or leave exact out of one: it is trained then\./ },
  'a slope that contradicts a side': { text: conditions('{ on: y=-1, equation: [u = 0, u_y = 1], exact: true }', '{ on: x=1, equation: u = 0, exact: true }'), says: /"u = 0" on x=1 contradicts "u_y = 1" on y=-1 .*it says 0, and the other 1, at x = 1, y = -1/ },
  'the contrary of what is trained on the same face': { text: conditions('{ on: x=1, equation: u = 0, exact: true }', '{ on: boundary, equation: u = 1 }'), says: /dataset\.conditions\.1\.equation \(line 9\): "u = 1" on x=1 contradicts "u = 0"/ },
  'other conditions in another data set': { text: datasets('{ kind: domain, coordinates: { x: [-1, 1], y: [-1, 1] }, equations: u_xx = 0, conditions: [{ on: x=1, equation: u = 0, exact: true }] }'), says: /datasets\.solved .*datasets must have the same conditions with exact: true, because one network is built for them; those of u differ in "other" and "solved"\. Write them alike, or leave exact out/ },
  'weights of gradients, of one block alone': { text: change('{ on: boundary, equation: u = 0 }', '{ on: boundary, equation: u = 0, exact: true }').replace('steps: 2 }', 'steps: 2, balance: { blocks: gradients } }'), says: /stages\.0\.balance\.blocks .*there is "equation" alone/ },
};

const inNames: Cases = {
  'what should stay the same along what is no coordinate': { text: dataset('conserved: { along: t, quantities: u }'), says: /dataset\.conserved\.along \(line 9\) must be a coordinate: x, y; got "t"\./ },
  'a conserved quantity that is an equation': { text: dataset('conserved: { along: x, quantities: [u^2 = 1] }'), says: /dataset\.conserved\.quantities\.0 \(line 9\) must say what is integrated, such as u\^2, without "="; got "u\^2 = 1"\./ },
  'a conserved quantity of an unknown name': { text: dataset('conserved: { along: x, quantities: v^2 }'), says: /Nobody says what "v" is in "v\^2"/ },
  'a conserved quantity of coordinates': { text: dataset('conserved: { along: x, quantities: y }'), says: /must say something of u; got "y"/ },
  'what is conserved in a domain of points': { text: dataset('conserved: { along: x, quantities: u }').replace('inside: 40', 'inside: { path: points.csv }'), says: /dataset\.conserved \(line 9\) is of integrals over a box, and the points of dataset\.points\.inside/ },
  'the name of a number': { text: dataset('unknowns: [e]'), says: /dataset\.unknowns\.0 \(line 9\): a name must be letters .*and be no function and no number such as pi or e; got "e"\. Rename it\./ },
  'the name pi': { text: dataset('constants: { pi: 3 }'), says: /dataset\.constants\.pi \(line 9\): a name must be .*; got "pi"\. Rename it\./ },
  'the name of a function': { text: dataset('unknowns: [sin]'), says: /dataset\.unknowns\.0 \(line 9\): .*; got "sin"\. Rename it\./ },
  'an underscore': { text: dataset('unknowns: [u_x]'), says: /must be letters from a to z and digits, .*; got "u_x"\. Rename it\./ },
  'an underscore of a coordinate': { text: coordinates('{ x_1: [-1, 1], y: [-1, 1] }'), says: /dataset\.coordinates \(line 5\): a name must be .*; got "x_1"\. Rename it\./ },
  'a letter of another alphabet': { text: dataset('unknowns: [φ]'), says: /\(line 9\): a name must be letters from a to z and digits, .*; got "φ"\. Rename it\./ },
  'no letters': { text: dataset("constants: { '': 1 }"), says: /dataset\.constants \(line 9\): a name must be .*; got ""\. Rename it\./ },
  'a constant like a coordinate': { text: dataset('constants: { x: 1 }'), says: /dataset\.constants\.x \(line 9\): the name "x" is that of dataset\.coordinates\.x already\. Rename one\./ },
  'an unknown like a coordinate': { text: dataset('unknowns: [x]'), says: /dataset\.unknowns\.0 \(line 9\): the name "x" is that of dataset\.coordinates\.x already/ },
  'an unknown twice': { text: dataset('unknowns: [u, u]'), says: /dataset\.unknowns\.1 \(line 9\): the name "u" is that of dataset\.unknowns\.0 already/ },
  'a parameter like an unknown': { text: dataset('parameters: { u: 1 }'), says: /dataset\.parameters\.u \(line 9\): the name "u" is that of dataset\.unknowns\.0 already/ },
};

const inNumbers: Cases = {
  'an interval the other way around': { text: coordinates('{ x: [1, -1], y: [-1, 1] }'), says: /dataset\.coordinates\.x \(line 5\) must be \[min, max\] with min below max; got \[1, -1\]\. Exchange or correct them\./ },
  'an empty interval': { text: coordinates('{ x: [1, 1], y: [-1, 1] }'), says: /must be \[min, max\] with min below max; got \[1, 1\]/ },
  'an interval too short for its place': { text: coordinates('{ x: [1, 1.0000000000000002], y: [-1, 1] }'), says: /dataset\.coordinates\.x \(line 5\) must be of a length that numbers can divide; .*Measure x in another unit, or from another origin\./ },
  'an interval too long': { text: coordinates('{ x: [-1e308, 1e308], y: [-1, 1] }'), says: /must be of a length that numbers can divide/ },
  'an end that is a name': { text: coordinates('{ x: [-1, far], y: [-1, 1] }'), says: /dataset\.coordinates\.x\.1 \(line 5\) must be a number, or a text such as 0\.01\/pi; got "far": it has the variable far\. Write the number, or give far in dataset\.constants\./ },
  'an end that is no mathematics': { text: coordinates("{ x: [-1, '1+'], y: [-1, 1] }"), says: /dataset\.coordinates\.x\.1 \(line 5\): The expression "1\+" is not mathematics/ },
  'dates, which would be differences': { text: coordinates('{ x: [2020-01-01, 2021-01-01], y: [-1, 1] }'), says: /dataset\.coordinates\.x\.0 \(line 5\) must be a number; got the date "2020-01-01"\. Count days or years/ },
  'an infinite end': { text: coordinates('{ x: [0, 1/0], y: [-1, 1] }'), says: /dataset\.coordinates\.x\.1 \(line 5\) must be a number, .*got "1\/0": it is none\. Write the number\./ },
  'three ends': { text: coordinates('{ x: [-1, 0, 1], y: [-1, 1] }'), says: /dataset\.coordinates\.x \(line 5\): must be a list .*; got \[-1,0,1\]/ },
  'no coordinates': { text: coordinates('{}'), says: /dataset\.coordinates \(line 5\) must have one coordinate at least\. Write its name and interval, such as x: \[-1, 1\]\./ },
  'a constant of a coordinate': { text: dataset('constants: { nu: 2*x }'), says: /dataset\.constants\.nu \(line 9\) must be a number, .*got "2\*x": it has the variable x\. Write the number\./ },
  'a constant of another': { text: dataset('constants: { a: 1, b: 2*a }'), says: /dataset\.constants\.b \(line 9\) must be a number, .*it has the variable a\./ },
  'an infinite constant': { text: dataset('constants: { a: 1/0 }'), says: /dataset\.constants\.a \(line 9\) .*it is none\./ },
  'a parameter that stands nowhere': { text: dataset('parameters: { nu: 1 }'), says: /dataset\.parameters\.nu \(line 9\) is to be found, and no equation has it\. Use it in one, or leave it out\./ },
  'a parameter that is text': { text: dataset('parameters: { nu: fast }'), says: /dataset\.parameters\.nu \(line 9\): must be a number, or a block with the keys initial, positive; got "fast"/ },
  'a positive parameter that begins below 0': { text: equations('nu*u_xx + u_yy = 0', 'parameters: { nu: { initial: -1, positive: true } }'), says: /dataset\.parameters\.nu\.initial \(line 7\) must be above 0, because dataset\.parameters\.nu\.positive is true; got -1\. Write a number such as 0\.1, or leave positive out\./ },
};

const inTables: Cases = {
  'a reference that is infinite': { text: reference('1/(x-x)'), says: /dataset\.reference \(line 9\): "1\/\(x-x\)" must be a finite number everywhere in the domain; it is .* at x = -1, y = -1\. Correct it, or change the coordinates\./ },
  'a reference for each of two unknowns': { text: reference('[x, y]'), says: /dataset\.reference \(line 9\) must have one text for each of u; got 2\. Write one\./ },
  'a reference of an unknown': { text: reference('u'), says: /dataset\.reference \(line 9\) must be a function of x, y alone, such as sin\(pi\*x\); got "u"\. Write what the solution is, without "=" and without unknowns\./ },
  'a reference that is an equation': { text: reference('u = x'), says: /must be a function of x, y alone, .*got "u = x"/ },
  'a reference of another name': { text: reference('sin(t)'), says: /dataset\.reference \(line 9\): Nobody says what "t" is in "sin\(t\)"; known are x, y\. Correct it, or give it a value in dataset\.constants\./ },
  'a reference that is not there': { text: reference('{ path: none.csv }'), says: /dataset\.reference\.path \(line 9\): The file "none\.csv" does not exist or cannot be read\./ },
  'a reference without values': { text: reference('{ path: points.csv }'), says: /dataset\.reference\.path \(line 9\): points\.csv must have the column u; it has x, y\. Name columns/ },
  'an empty table': { text: reference('{ path: empty.csv }'), says: /dataset\.reference\.path \(line 9\): empty\.csv must have a line of column names and rows below it/ },
  'measured values of nothing': { text: dataset('measured: [{ path: points.csv }]'), says: /dataset\.measured\.0\.path \(line 9\): points\.csv must have a column for one unknown at least, of u; it has x, y\./ },
  'measured values without a place': { text: dataset('measured: [{ path: one.csv }]'), says: /dataset\.measured\.0\.path \(line 9\): one\.csv must have the column y; it has x, u\./ },
  'measured values outside': { text: dataset('measured: [{ path: outside.csv }]'), says: /dataset\.measured\.0\.path \(line 9\): outside\.csv: x must be in \[-1, 1\]; it is 3 in line 3 of outside\.csv\. Remove the row, or widen dataset\.coordinates\.x\./ },
  'words among measured values': { text: dataset('measured: [{ path: text.csv }]'), says: /dataset\.measured\.0\.path \(line 9\): every value must be a number within 1e\+150 of zero; got "one" in line 2 of text\.csv, column "u"\. Correct or remove the row\./ },
  'measured values that are missing': { text: dataset('measured: [{ path: missing.csv }]'), says: /every value must be a number within 1e\+150 of zero; got nothing in line 2 of missing\.csv, column "u"/ },
  'measured values whose squares overflow': { text: dataset('measured: [{ path: large.csv }]'), says: /must be a number within 1e\+150 of zero; got "?-?1e\+?300"? in line 2 of large\.csv, column "u"/ },
  'an archive that is none': { text: dataset('measured: [{ path: bad.npz }]'), says: /dataset\.measured\.0\.path \(line 9\): bad\.npz must be an archive of np\.savez/ },
  'given points outside': { text: change('inside: 40', 'inside: { path: outside.csv }'), says: /dataset\.points\.inside\.path \(line 10\): outside\.csv: x must be in \[-1, 1\]/ },
  'no points': { text: change('inside: 40', 'inside: 0'), says: /dataset\.points\.inside \(line 10\): must be a whole number from 1 to 1000000, .*got 0\./ },
  'a sampling that there is not': { text: change('inside: 40', 'sampling: sobol'), says: /dataset\.points\.sampling \(line 10\): must be one of "spread", "grid", "random"; got "sobol"\./ },
  'more points than memory holds': { text: change('face: 5', 'face: 1000000').replace('    - { on: boundary, equation: u = 0 }', '    - { on: boundary, equation: u = 0 }\n'.repeat(100).trimEnd()), says: /dataset\.points \(line 109\) must ask for fewer rows: 400000090 of 3 numbers take about 48 GB .*: lower dataset\.points\./ },
};

const elsewhere: Cases = {
  'a spline too rough for the equations': { text: network('widths: [2, 2, 1], basis: { kind: b-spline, degree: 2 }'), says: /stages\.0 \(line 13\): the equations have derivatives of order 2, which must be continuous; those of the basis "b-spline" are up to order 1\..*degree: 5/ },
  'a cubic for the third order': { text: equations('u_xxx + u_yy = 0').replace('widths: [2, 2, 1]', 'widths: [2, 2, 1], basis: { kind: b-spline, degree: 3 }'), says: /derivatives of order 3, which must be continuous; .*up to order 2/ },
  'edges with corners': { text: network('widths: [2, 2, 1], basis: { kind: relu-power, power: 1 }'), says: /stages\.0 \(line 13\): the equations have derivatives of order 2, which must be continuous; those of the basis "relu-power"/ },
  'base functions with corners': { text: network('widths: [2, 2, 1], edge: { kind: residual, base: relu }'), says: /stages\.0 \(line 13\): the equations have derivatives of order 2, which must be continuous; those of the base function of edges in layer 0 jump\..*network\.edge=plain\./ },
  'activations with corners': { text: network('widths: [2, 8, 1], layer: { kind: mlp, activation: relu }'), says: /stages\.0 \(line 13\): .*those of the activation in layer 0 jump\. Use a smooth one .*activation: tanh/ },
  'widths that do not begin with the coordinates': { text: network('widths: [3, 2, 1]'), says: /network\.widths \(line 11\) must start with 2, the number of inputs .*got 3\. Set network\.widths=\[2,2,1\]/ },
  'widths that do not end with the unknowns': { text: network('widths: [2, 2, 2]'), says: /network\.widths \(line 11\) must end with 1, the number of outputs .*got 2\. Set network\.widths=\[2,2,1\]/ },
  'networks that are to be compared': { text: network('widths: { hidden: [[2], [3]] }'), says: /network\.widths \(line 11\) must be a list where the data set has equations: .*such as network\.widths=\[2,2,1\]\.$/ },
  'too many unknowns for normal equations': { text: network('widths: [2, 50, 50, 1]'), says: /network\.widths \(line 11\) must make fewer unknowns: .*stages\.0\.maxUnknowns allows 2500\. Set network\.widths=\[2,14,14,1\], use optimizer: l-bfgs or adam\./ },
  'a level that does not contain the one before': { text: stage('levels: [7]'), says: /stages\.0\.levels\.0 \(line 13\) must keep all functions as they are, .*: level 7 does not\. Use 10, 15, 20\./ },
  'a second such level': { text: stage('levels: [10, 15]'), says: /stages\.0\.levels\.1 \(line 13\) .*level 15 does not\. Use 20, 30, 40\./ },
  'a level out of reach': { text: stage('levels: [100000]'), says: /stages\.0\.levels\.0 \(line 13\): .*"intervals" must be a number of at most 10000; it is 100000\./ },
  'levels for other layers': { text: stage('levels: [[10]]'), says: /stages\.0\.levels\.0 \(line 13\) must be one number or a list with one per layer; .*got 1 numbers\./ },
  'a fit in place of solve': { text: change(/kind: solve, .* \}/, 'kind: fit }'), says: /stages\.0\.kind \(line 13\): the stage "fit" learns from targets, .*Begin with the stage solve; / },
  'a stage that goes on from nothing': { text: change(/kind: solve, .* \}/, 'kind: prune }'), says: /stages\.0\.kind \(line 13\): the stage "prune" learns from targets, .*Begin with the stage solve; / },
  'a table in place of equations': { text: change(/dataset:\n[^]*(?=network)/, 'dataset: { kind: expression, expression: x1*x2 }\n'), says: /stages\.0\.data \(line 6\): the stage "solve" needs equations; the data set "train" has targets\. Use a data set of kind domain, or the stage fit\./ },
  'points that are drawn in place of given ones': { text: change('inside: 40', 'inside: { path: points.csv }').replace('steps: 2', 'steps: 2, draw: { every: 2 }'), says: /stages\.0\.draw \(line 13\) must be once where all points come from a table\. Leave it out, or let the data set say how many/ },
  'time part by part along what is no coordinate': { text: stage('march: { along: t }'), says: /stages\.0\.march\.along \(line 13\) must be a coordinate: x, y; got "t"\./ },
  'time in one part': { text: stage('march: { along: x, windows: 1 }'), says: /stages\.0\.march\.windows \(line 13\)/ },
  'weights of nothing': { text: stage('balance: {}'), says: /stages\.0\.balance \(?.*must say what is weighed: points \(quadratic or exponential\), blocks \(gradients\), or both\. Write balance: \{ points: quadratic \}, or leave it out\./ },
  'attention of points that are drawn anew': { text: stage('balance: { points: quadratic }, draw: { every: 5 }'), says: /stages\.0\.balance\.points \(?.*weighs points by the residuals that they had, and draw takes others in their place\. Leave one of them out/ },
  'gradients of a single block': { text: stage('balance: { blocks: gradients }').replace(/ {2}conditions:\n.*\n/, ''), says: /stages\.0\.balance\.blocks \(?.*there is "equation" alone\. Leave it out\./ },
  'a potential by another name': { text: stage('balance: { points: linear }'), says: /stages\.0\.balance\.points \(line 13\): must be one of "quadratic", "exponential"; got "linear"\./ },
  'causal weights along what is no coordinate': { text: stage('causal: { along: t }'), says: /stages\.0\.causal\.along \(line 13\) must be a coordinate: x, y; got "t"\./ },
  'a batch': { text: stage('batch: 16'), says: /Unknown key "batch" in stages\.0 \(line 13\)\. .*"batch" is an option of fit, sparsify, and solve has none\. Leave it out\./ },
  'a loss': { text: stage('loss: huber'), says: /Unknown key "loss" .*is an option of fit, .*and solve has none\. Leave it out\./ },
  'smoothing': { text: stage('smoothing: auto'), says: /Unknown key "smoothing" .*and solve has none\. Leave it out\./ },
  'a grid that moves': { text: stage('grid: moving'), says: /Unknown key "grid" .*and solve has none\. Leave it out\./ },
  'a split': { text: dataset('split: { test: 0.2 }'), says: /Unknown key "split" in dataset \(line 9\)\. .*"split" is an option of csv, table, and domain has none\. Leave it out\./ },
  'initial values by a key of their own': { text: dataset('initial: u = 0'), says: /Unknown key "initial" in dataset \(line 9\)\. .*"initial" is called "conditions" here: write conditions: \[\{ on: t=0, equation: u = 0 \}\] in dataset\./ },
  'the word of others for the data set': { text: change('kind: domain', 'kind: pde'), says: /Unknown dataset "pde" \(dataset, line 4\)\. .*"pde" is called "domain" here\./ },
  'parts that are not trained': { text: stage('trainable: [shape]'), says: /stages\.0\.trainable \(line 13\) must name at least one part that this network and optimizer can train: coefficients; got shape\./ },
  'an optimizer by another name': { text: stage('optimizer: newton'), says: /Unknown optimizer "newton" \(stages\.0\.optimizer, line 13\)\. .*"newton" is called "levenberg-marquardt" here\./ },
  'an engine without derivatives': { text: `${sound}engine: tfjs\n`, says: /The engine "tfjs" has no derivatives in inputs, which the block "equation", .*needs\. Use an engine that has them, such as native\.$/ },
  'equations beside targets': { text: datasets('{ kind: csv, path: values.csv, target: u, inputs: [x, y], standardize: false }'), says: /datasets\.other \(line 5\): datasets must be all of equations or all of targets; "solved" has equations and "other" has none\. Put measured rows into the data set of equations/ },
};

const groups: Readonly<Record<string, Cases>> = { 'Equations are refused for': inEquations, 'Conditions are refused for': inConditions, 'Exact conditions are refused for': inExact, 'Names are refused for': inNames, 'Numbers are refused for': inNumbers, 'References and tables are refused for': inTables, 'What stands beside equations is refused for': elsewhere };
const cases = Object.entries(groups).flatMap(([group, of]) => Object.entries(of).map(([title, wrong]) => ({ place: `${group}/${title}`.replaceAll(' ', '-'), ...wrong })));
const places = Object.fromEntries(cases.map(({ place, says }, k) => [place, { says, k }]));

/** Files that are right, and what is noted of them when they are solved. */
const noted: Readonly<Record<string, { text: string; says: RegExp | null }>> = {
  'nothing where nothing is odd': { text: sound, says: null },
  'nothing of a reference that is 0, to which no error is relative': { text: reference("'0'"), says: null },
  'nothing in single precision': { text: `${sound}engine: { kind: native, precision: float32 }\n`, says: null },
  'names that objects have as any others': { text: sound.replace('{ x: [-1, 1], y: [-1, 1] }', '{ constructor: [-1, 1], toString: [-1, 1] }').replace('u_xx + u_yy = 0', 'valueOf*u_constructor + u_toStringtoString = hasOwnProperty*constructor\n  parameters: { valueOf: 1 }\n  constants: { hasOwnProperty: 3 }').replace('sin(pi*x)*sin(pi*y)', 'constructor*toString'), says: /^note: "valueOf" is to be found and nothing is measured: / },
  'that nothing singles out a solution': { text: change(/ {2}conditions:\n.*\n/, ''), says: /^note: there are no conditions and nothing is measured: / },
  'what holds by construction': { text: change('equation: u = 0 }', 'equation: u = 0, exact: true }'), says: /^note: u holds its conditions on x=-1, x=1, y=-1, y=1 by construction$/ },
  'a constant that stands nowhere': { text: dataset('constants: { a: 1 }'), says: /^note: the constant "a" is used nowhere$/ },
};

/** A file of which nobody can know beforehand that training leaves what its equation is for. */
const lost = equations('u_xx = log(u - 1)').replace('{ count: 1 }, steps: 2', '{ count: 1 }, steps: 5');

const tables: Readonly<Record<string, string>> = {
  'points.csv': 'x,y\n0,0\n0.5,0.5\n-0.5,0.25\n', 'values.csv': 'x,y,u\n0,0,0\n0.5,0.5,1\n0.3,0.1,0.2\n0.4,0.1,0.2\n0.5,0.1,0.2\n0.6,0.1,0.2\n', 'one.csv': 'x,u\n0,0\n0.5,1\n',
  'outside.csv': 'x,y,u\n0,0,1\n3,0,1\n', 'text.csv': 'x,y,u\n0,0,one\n0,1,1\n', 'missing.csv': 'x,y,u\n0,0,\n0,1,1\n', 'empty.csv': '', 'large.csv': 'x,y,u\n0,0,1e300\n', 'bad.npz': 'no',
};
const { folder, remove } = workplace({
  ...Object.fromEntries(cases.flatMap(({ place, text }) => [[`${place}/e.yaml`, text], ...[...text.matchAll(/\w+\.(csv|npz)/g)].flatMap(([file]) => (file === 'none.csv' ? [] : [[`${place}/${file}`, tables[file]!]]))])),
  'lost/e.yaml': lost,
  ...Object.fromEntries(Object.entries(noted).map(([title, { text }]) => [`${title}/e.yaml`, text.replace('steps: 2', 'steps: 200').replace(/inside: 40\b/, 'inside: 400')])),
});
let ended: readonly SessionEnded[];

beforeAll(async () => {
  ended = await session([...cases.map(({ place }) => ['run', `${place}/e.yaml`]), ...Object.keys(noted).map((title) => ['run', `${title}/e.yaml`]), ['run', 'lost/e.yaml', '--out', 'lost/out'], ['report', 'lost/out']], { cwd: folder });
}, 120_000);
afterAll(remove);

for (const [group, of] of Object.entries(groups)) {
  describe(group, () => {
    test.each(Object.keys(of))('%s', (title) => {
      const { says, k } = places[`${group}/${title}`.replaceAll(' ', '-')]!;
      const { status, stdout, stderr, written } = ended[k]!;
      expect(stderr).toMatch(/^knotwork: [^\n]+\n$/);
      expect(stderr.trimEnd()).toMatch(says);
      expect({ status, stdout, written }).toEqual({ status: 2, stdout: '', written: [] });
    });
  });
}

test.each(Object.entries(noted))('It is noted %s', (title, { says }) => {
  const { status, stdout } = ended[cases.length + Object.keys(noted).indexOf(title)]!;
  const notes = stdout.split('\n').filter((line) => line.startsWith('note: '));
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/Infinity|NaN/);
  expect(notes).toEqual(says === null ? [] : [expect.stringMatching(says)]);
});

test('training that has no number to begin with is told as such, with the equation, and the run has a page', () => {
  const [run, page] = ended.slice(-2);
  expect([run!.status, page!.status, page!.stderr]).toEqual([1, 0, '']);
  expect(run!.stderr).toMatch(/^knotwork: wrong diverged: equation has no finite value where training begins, at 40 of its 40 points: u_xx - log\(u - 1\), /);
  expect(run!.stdout).toMatch(/\nstage 1\/1 solve: diverged \([.\d]+ s\)\n/);
  expect(run!.stdout).not.toMatch(/climbed|Infinity|NaN/);
});
