import '../verify/without-eval';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-radio.css';
import '../style/seals.css';
import { mountPage } from '../frame/mount-page';
import { router } from './router';
import SealsPage from './SealsPage.vue';

mountPage(SealsPage, { zh: '人信 — 电子印章', en: 'Renxin — e-seals' }, router);
