import { createRouter, createWebHashHistory } from 'vue-router';
import CertificateView from './certificate/CertificateView.vue';
import HomeView from './HomeView.vue';
import ImportPage from './imports/ImportPage.vue';
import ImportsView from './imports/ImportsView.vue';
import IssueView from './issue/IssueView.vue';
import KeysView from './keys/KeysView.vue';
import SearchView from './search/SearchView.vue';
import AccreditationView from './trust/AccreditationView.vue';
import TransferView from './transfers/TransferView.vue';
import TransfersView from './transfers/TransfersView.vue';
import RecognitionView from './trust/RecognitionView.vue';
import VerifyView from './verify/VerifyView.vue';

/** The views of the desk. Addresses name certificates and imports by their random ids; nothing about people stands in them. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: HomeView },
    { path: '/issue', component: IssueView },
    { path: '/certificates', component: SearchView },
    { path: '/certificates/:certificate', component: CertificateView, props: true },
    { path: '/transfers', component: TransfersView },
    { path: '/transfers/:transfer', component: TransferView, props: true },
    { path: '/imports', component: ImportsView },
    { path: '/imports/:name', component: ImportPage, props: true },
    { path: '/accreditations', component: AccreditationView },
    { path: '/recognitions', component: RecognitionView },
    { path: '/verify', component: VerifyView },
    { path: '/keys', component: KeysView },
    { path: '/:other(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
