/** A province's own database of certificates, asked and never written to: docs/operations/provincial-database.md. */
export { openRegisters } from './open.js';
export {
  RegisterUnavailable,
  type ProvincialRegister,
  type RegisterAnswer,
  type RegisterEntry,
} from './register.js';
export { RegisterSettingsError } from './settings.js';
