import { claimOf } from '../claim.js';
import type { CredentialType } from '../definition.js';
import {
  contractEndCertificate,
  employmentRegistration,
  laborContract,
  socialSecurityCard,
} from './employment.js';
import { disabilityAssessment, workInjuryDecision } from './injury.js';
import { humanResourcesServiceLicence, laborDispatchLicence } from './licences.js';
import {
  professionalQualification,
  professionalTitle,
  techSchoolDiploma,
  vocationalSkillLevel,
} from './qualifications.js';

const certificates: readonly CredentialType[] = [
  socialSecurityCard,
  vocationalSkillLevel,
  professionalQualification,
  professionalTitle,
  techSchoolDiploma,
  employmentRegistration,
  laborContract,
  contractEndCertificate,
  workInjuryDecision,
  disabilityAssessment,
  humanResourcesServiceLicence,
  laborDispatchLicence,
];

/** Every type of credential, each version for ever: the certificates, then what is derived from them. */
export const credentialTypes: readonly CredentialType[] = [...certificates, ...certificates.map(claimOf)];
