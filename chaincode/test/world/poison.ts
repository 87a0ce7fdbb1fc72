/**
 * Runs a function while the clock, randomness and locale are poisoned: touching any of them throws. The function may
 * await, but nothing that needs a timer.
 */
export async function poisoned<T>(run: () => Promise<T>): Promise<T> {
  const restore = [
    replace(globalThis, 'Date', trap('Date')),
    replace(globalThis, 'Intl', trap('Intl')),
    replace(globalThis, 'performance', trap('performance')),
    replace(globalThis, 'crypto', trap('crypto')),
    replace(globalThis, 'fetch', trap('fetch')),
    replace(globalThis, 'setTimeout', trap('setTimeout')),
    replace(globalThis, 'setImmediate', trap('setImmediate')),
    replace(Math, 'random', trap('Math.random')),
    replace(String.prototype, 'localeCompare', trap('localeCompare')),
    replace(String.prototype, 'toLocaleUpperCase', trap('toLocaleUpperCase')),
    replace(String.prototype, 'toLocaleLowerCase', trap('toLocaleLowerCase')),
    replace(String.prototype, 'normalize', trap('normalize')),
    replace(Number.prototype, 'toLocaleString', trap('toLocaleString')),
  ];
  try {
    return await run();
  } finally {
    for (const each of restore.reverse()) each();
  }
}

function replace(holder: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(holder, name);
  if (before === undefined) throw new Error(`no ${name} to poison`);
  Object.defineProperty(holder, name, { configurable: true, writable: true, enumerable: false, value });
  return () => Object.defineProperty(holder, name, before);
}

function trap(name: string): unknown {
  const spring = (): never => {
    throw new Error(`touched ${name}`);
  };
  // A function, so that it can be called and constructed; any use springs it.
  return new Proxy(function poison() {}, { get: spring, apply: spring, construct: spring, has: spring });
}
