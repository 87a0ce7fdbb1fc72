export { serveConformance, type ConformanceOptions, type ConformanceServer } from './server.js';
