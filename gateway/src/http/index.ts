export * from './app.js';
export * from './composition.js';
export * from './listen.js';
export * from './route.js';
