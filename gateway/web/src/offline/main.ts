import '../style/verify.css';
import '../style/offline.css';
import '../style/pages.css';
import { inlinedPdfThread } from '../document/inlined-pdf-thread';
import { readPdfIn } from '../document/pdf-thread';
import { mountPage } from '../frame/mount-page';
import { believe } from '../verify/trust-source';
import { trust } from './given-trust';
import OfflinePage from './OfflinePage.vue';

readPdfIn(inlinedPdfThread);
believe(async () => trust.value?.bytes ?? null);
mountPage(OfflinePage, { zh: '人信离线核验', en: 'Renxin offline verifier' });
