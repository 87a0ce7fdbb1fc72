import type { LookUpPurpose } from '@renxin/wallets/api';
import { ref } from 'vue';
import type { Text } from '../../language/language';

/** Why the official looks: chosen for each search, and good for what is opened from it. */
export const purpose = ref<LookUpPurpose | ''>('');

export const purposes: Readonly<Record<LookUpPurpose, Text>> = {
  service: { zh: '为持证人办事', en: 'A service to the holder' },
  inspection: { zh: '监督检查', en: 'An inspection' },
  complaint: { zh: '处理投诉举报', en: 'A complaint' },
  correction: { zh: '更正信息', en: 'A correction' },
};
