export function badId(id: string): RangeError {
  return new RangeError(`The id of a picture begins with a letter and goes on with letters, digits, - and _; got ${JSON.stringify(id)}.`);
}

export function badCount(path: string, what: string, expected: number, got: number): RangeError {
  return new RangeError(`"${path}" must have ${expected} ${what}; got ${got}.`);
}

export function badPlace(path: string, place: number, count: number, of: string): RangeError {
  return new RangeError(`"${path}" must be a whole number from 0 to ${count - 1}, one of ${count} ${of}; got ${place}.`);
}

export function halfABand(path: string): RangeError {
  return new RangeError(`"${path}" has one side of a band. Give both lower and upper, or none.`);
}

export function missingEntries(path: string, what: string): RangeError {
  return new RangeError(`"${path}" must have at least one ${what}; got none.`);
}

export function sharedSum(path: string, sum: number): RangeError {
  return new RangeError(`"${path}" has sum ${sum} twice. Every sum is part of one node.`);
}

export function twice(path: string, input: number, sum: number): RangeError {
  return new RangeError(`"${path}" has a second edge from input ${input} to sum ${sum}. Add the two up: an edge is all that leads from one to the other.`);
}
