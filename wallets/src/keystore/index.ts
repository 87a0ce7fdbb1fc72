export * from './durable-file.js';
export * from './keystore.js';
export * from './enrolment.js';
export * from './reserved.js';
