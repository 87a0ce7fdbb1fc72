import '../verify/without-eval';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-progress.css';
import 'element-plus/theme-chalk/el-radio.css';
import 'element-plus/theme-chalk/el-tag.css';
import '../style/verify.css';
import '../style/officer.css';
import { mountPage } from '../frame/mount-page';
import { platformTrust } from '../verify/platform-trust';
import { believe } from '../verify/trust-source';
import OfficerPage from './OfficerPage.vue';
import { router } from './router';

believe(platformTrust);
mountPage(OfficerPage, { zh: '人信 — 省级工作台', en: 'Renxin — province’s desk' }, router);
