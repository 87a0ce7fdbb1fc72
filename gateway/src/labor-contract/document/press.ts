import type { EvidenceCertificate } from '@renxin/archive/bundle';
import type { Json } from '@renxin/chaincode/canonical';
import { parseTerms, type EndCertificate, type Terms } from '@renxin/chaincode/labor-law';
import {
  layOutAmendment,
  layOutCertificate,
  layOutContract,
  layOutEvidenceCertificate,
  templateDigest,
  type LaidOut,
  type LayoutOptions,
} from './layout.js';
import type { Layout } from './layout-view.js';
import { fixedTermContract, published } from './templates/index.js';
import type { Template } from './template.js';

/** A document as it is signed: its bytes, and the layout from which it was drawn and is shown. */
export interface PressedDocument {
  readonly pdf: Uint8Array;
  readonly layout: Layout;
}

/** Lays documents out and draws them. The same input gives the same bytes. */
export interface Press {
  /** The template that drafts name unless they choose another. */
  readonly template: NamedTemplate;
  /** Every template that a draft may name. */
  readonly templates: readonly (NamedTemplate & { readonly body: Template })[];
  /** @throws DocumentRefused, GlyphMissing; TypeError when the terms do not parse. */
  contract(terms: unknown, at: Date): Promise<PressedDocument>;
  /** `number` counts the contract's amendments from 1. @throws as {@link contract} does. */
  amendment(before: unknown, after: unknown, number: number, at: Date): Promise<PressedDocument>;
  certificate(certificate: EndCertificate, at: Date): Promise<PressedDocument>;
  evidence(certificate: EvidenceCertificate, at: Date): Promise<PressedDocument>;
  /** The same pages as OFD, with what they were made from. @throws GlyphMissing */
  ofd(layout: Layout, content: Json, at: Date): Promise<Uint8Array>;
}

export interface NamedTemplate {
  readonly id: string;
  readonly version: number;
  readonly sm3: string;
}

export function openPress(options: LayoutOptions): Press {
  const draw = async ({ layout, content }: LaidOut, createdAt: Date): Promise<PressedDocument> => {
    // Drawing needs half as much code as everything else: a start does not wait for it.
    const { renderPdf } = await import('./pdf.js');
    return { layout, pdf: renderPdf(layout, { content, createdAt }) };
  };
  const named = (template: Template): NamedTemplate => ({
    id: template.id,
    version: template.version,
    sm3: templateDigest(template, options.sm3),
  });
  return {
    template: named(fixedTermContract),
    templates: published.map((body) => ({ ...named(body), body })),
    contract: async (terms, at) => draw(layOutContract(parsed(terms), options), at),
    amendment: async (before, after, number, at) =>
      draw(layOutAmendment({ schema: 1, number, before: parsed(before), after: parsed(after) }, options), at),
    certificate: async (certificate, at) => draw(layOutCertificate(certificate, options), at),
    evidence: async (certificate, at) => draw(layOutEvidenceCertificate(certificate, options), at),
    ofd: async (layout, content, createdAt) => {
      const { renderOfd } = await import('./ofd.js');
      return renderOfd(layout, { content, createdAt });
    },
  };
}

function parsed(value: unknown): Terms {
  const result = parseTerms(value);
  if (!result.ok) throw new TypeError('terms that do not parse');
  return result.terms;
}
