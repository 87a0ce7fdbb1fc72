import { canonical, type Json } from '@renxin/chaincode/canonical';
import { Recent } from '../session/recent.js';
import type { Sm3 } from './document/layout.js';
import { openPress, type Press, type PressedDocument } from './document/press.js';
import { fixedTermContract } from './document/templates/index.js';

/** The platform's press with the template that it publishes. */
export interface DocumentPress extends Press {
  readonly template: Press['template'] & { readonly body: unknown };
}

/** `demonstration` puts the watermark 演示 on every page. */
export function documentPress(sm3: Sm3, demonstration: boolean): DocumentPress {
  const press = openPress({ sm3, demonstration });
  return {
    ...press,
    contract: drawnOnce(press),
    template: { ...press.template, body: fixedTermContract },
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
