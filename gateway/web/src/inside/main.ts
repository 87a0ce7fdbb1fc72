import '../verify/without-eval';
import '../style/inside.css';
import { mountPage } from '../frame/mount-page';
import InsidePage from './InsidePage.vue';

mountPage(InsidePage, { zh: '人信 — 网络', en: 'Renxin — network' });
