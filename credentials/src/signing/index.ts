export { cutAt, joined, type Cut } from './cut.js';
export { signingProgram } from './program.js';
export { signMany, type Signed, type ToSign } from './sign-many.js';
