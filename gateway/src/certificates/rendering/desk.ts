import type { DrawCertificate } from '@renxin/wallets/e-certificate';
import type { DocumentDesk } from '../../sealed-documents/index.js';
import type { Blobs, JsonRecords } from '../../store/index.js';
import type { renderingFile } from './rendering-file.js';

/** What certificates as sealed pages need beside the desk of certificates. */
export interface RenderingDesk {
  readonly files: JsonRecords<typeof renderingFile>;
  readonly blobs: Blobs;
  readonly documents: DocumentDesk;
  readonly draw: DrawCertificate;
}
