import { openPress, fixedTermContract, type Press, type Sm3 } from './document/index.js';

/** The platform's press with the template that it publishes. */
export interface DocumentPress extends Press {
  readonly template: Press['template'] & { readonly body: unknown };
}

/** `demonstration` puts the watermark 演示 on every page. */
export function documentPress(sm3: Sm3, demonstration: boolean): DocumentPress {
  const press = openPress({ sm3, demonstration });
  return { ...press, template: { ...press.template, body: fixedTermContract } };
}
