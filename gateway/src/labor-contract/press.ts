import { canonical, type Json } from '@renxin/chaincode/canonical';
import { Recent } from '../session/recent.js';
import type { Sm3 } from './document/layout.js';
import { openPress, type Press, type PressedDocument } from './document/press.js';
import type { StampSize } from './document/stamp.js';
import { fixedTermContract } from './document/templates/index.js';

/** The platform's press with the template that it publishes. */
export interface DocumentPress extends Press {
  readonly template: Press['template'] & { readonly body: unknown };
  /** What is seen of a party's signature: a PDF of one page. */
  stamp(content: PartyStamp, size: StampSize): Promise<Uint8Array>;
}

export interface PartyStamp {
  readonly role: 'worker' | 'employer';
  readonly name: string;
  readonly at: Date;
  readonly serial: string;
  readonly address: string;
}

/** `demonstration` puts the watermark 演示 on every page. */
export function documentPress(sm3: Sm3, demonstration: boolean): DocumentPress {
  const press = openPress({ sm3, demonstration });
  return {
    ...press,
    contract: drawnOnce(press),
    stamp: stampedOnce(),
    template: { ...press.template, body: fixedTermContract },
  };
}

/** What is prepared is prepared again when the signature comes: the latest stamps are not drawn again. */
function stampedOnce(): DocumentPress['stamp'] {
  const latest = new Recent<Promise<Uint8Array>>(64);
  return ({ role, ...content }, size) => {
    const name = JSON.stringify([role, content, size]);
    return latest.get(name) ?? latest.keep(name, draw());

    async function draw(): Promise<Uint8Array> {
      // Drawing needs half as much code as everything else: a start does not wait for it.
      const { renderStamp } = await import('./document/stamp.js');
      const seal =
        role === 'worker'
          ? { shape: 'name' as const, name: content.name }
          : { shape: 'round' as const, name: content.name, line: '合同专用章' };
      return renderStamp({ ...content, seal, role: role === 'worker' ? '劳动者' : '用人单位' }, size);
    }
  };
}

/** What the employer reads is what it locks a moment later: the latest documents are not drawn again. */
function drawnOnce(press: Press): Press['contract'] {
  const latest = new Recent<PressedDocument>(64);
  return async (terms, at) => {
    const name = canonical([terms as Json, at.toISOString()]);
    return latest.get(name) ?? latest.keep(name, await press.contract(terms, at));
  };
}
