export * from './gateway-client.js';
export * from './problem.js';
