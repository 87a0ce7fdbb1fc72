import type { CertificateDesk } from '../certificates/desk.js';
import { hosted } from '../demonstration/organisations.js';
import { askedPresentation } from '../openid4vp/asked-presentation.js';
import type { PresentationDesk } from '../openid4vp/desk.js';
import { JsonRecords } from '../store/index.js';
import type { Base } from './base.js';
import { assertionKeyOf } from './province-signer.js';

/** Asking wallets of any make, at the desk at which certificates are judged. */
export function presentations(base: Base, certificates: CertificateDesk): PresentationDesk {
  const { organisation } = certificates;
  return {
    certificates,
    asked: new JsonRecords(base.store, `${organisation}/asked-presentation`, askedPresentation),
    name: hosted.find(({ id }) => id === organisation)?.name ?? organisation,
    requestKey: assertionKeyOf(base, organisation),
    secret: base.keys.secret(`token-${organisation}`),
  };
}
