import type { Step } from '@renxin/archive/verify';
import type { SignatureName } from './sheet';

/** Whether a step is about this signature: by the number or the field in its evidence. */
export function isAbout({ evidence }: Step, name: SignatureName): boolean {
  return 'signature' in name ? evidence['signature'] === name.signature : evidence['field'] === name.field;
}
