import '../verify/without-eval';
import '../style/inside.css';
import { mountPage } from '../frame/mount-page';
import { platformTrust } from '../verify/platform-trust';
import { believe } from '../verify/trust-source';
import InsidePage from './InsidePage.vue';

believe(platformTrust);
mountPage(InsidePage, { zh: '人信 — 网络', en: 'Renxin — network' });
