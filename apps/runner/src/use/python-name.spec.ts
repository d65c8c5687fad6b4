import { expect, test } from '@jest/globals';
import { pythonNameNote } from './python-name.js';

test('files of Python whose name cannot be imported are told with one that can', () => {
  const noted = (path: string): string => pythonNameNote(path).join();
  expect(noted('models/class.py')).toBe('Python cannot import class.py: "class" is a word of the language. Rename it, such as network_class.py');
  expect(noted('numpy.py')).toBe('Python cannot import numpy.py: it imports numpy itself. Rename it, such as network_numpy.py');
  expect(noted('my-model 2.py')).toBe('Python cannot import my-model 2.py: "my-model 2" is no name there. Rename it, such as my_model_2.py');
  expect([noted('2nd.py'), noted('.py'), noted('v1.2.py')].map((text) => text.slice(text.indexOf('such as ')))).toEqual(['such as network_2nd.py', 'such as network.py', 'such as v1_2.py']);
  for (const path of ['model.py', 'a-b/model_2.py', '_x.py', 'größe.py', 'Class.py', 'class.c', 'a-b.mjs']) expect([path, noted(path)]).toEqual([path, '']);
});
