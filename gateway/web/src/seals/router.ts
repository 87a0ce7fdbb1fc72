import { createRouter, createWebHashHistory } from 'vue-router';
import ApplyView from './ApplyView.vue';
import ListView from './ListView.vue';
import SealDetail from './SealDetail.vue';

/** The views of the page. Addresses name seals by their random names; nothing about people stands in them. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: ListView },
    { path: '/apply', component: ApplyView },
    { path: '/seals/:seal', component: SealDetail, props: true },
    { path: '/:other(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
