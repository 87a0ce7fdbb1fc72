import type { Annotated } from '@renxin/archive/rendering';
import type { JsonObject } from '@renxin/chaincode/canonical';
import type { LaidOut, LayoutOptions } from '../../labor-contract/document/layout.js';
import { bindingData, renderedOf } from './rendered.js';
import { layOutCertificatePage } from './certificate-page.js';
import { shownClaims } from './shown-claims.js';
import { displayTemplates } from './templates.js';

export interface DisplayOptions extends LayoutOptions {
  /** Of the platform: where it is verified stands in the QR code, with the credential's digest. */
  readonly address: string;
}

/** What is drawn and sealed of one certificate. */
export interface Display extends LaidOut {
  /** What stands in the sealed data by its names. */
  readonly data: ReadonlyMap<string, string>;
  /** The issuer's seal is centred on these words. */
  readonly sealWords: string;
}

/** There is no display for this type of certificate, or its claims are too long for a page. */
export class DisplayMissing extends Error {
  readonly code = 'DISPLAY_MISSING';
}

/**
 * The page of a certificate, or of a copy of it for one purpose. Pure: issuer and province get the same from the same.
 * @param type the type's word
 * @param credential with its proofs
 * @throws DisplayMissing; TypeError for a credential that is not of the type
 */
export function layOutDisplay(
  type: string,
  credential: JsonObject,
  options: DisplayOptions,
  copy?: Annotated,
): Display {
  const rendered = renderedOf(type, credential, options.sm3);
  const bound = copy === undefined ? undefined : { ...copy, source: rendered.credential };
  const template = Object.hasOwn(displayTemplates, type) ? displayTemplates[type] : undefined;
  if (template === undefined) throw new DisplayMissing(type);
  const shown = shownClaims(type, template, credential);
  const laidOut = layOutCertificatePage(template, shown, { ...options, rendered }, bound);
  if (laidOut === undefined) throw new DisplayMissing(type);
  return { ...laidOut, data: bindingData(rendered, bound), sealWords: template.sealWords };
}
