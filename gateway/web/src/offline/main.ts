import '../style/verify.css';
import '../style/offline.css';
import { mountPage } from '../frame/mount-page';
import { believe } from '../verify/trust-source';
import { trust } from './given-trust';
import OfflinePage from './OfflinePage.vue';

believe(async () => trust.value?.bytes ?? null);
mountPage(OfflinePage, { zh: '人信离线核验', en: 'Renxin offline verifier' });
