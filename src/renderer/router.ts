import { createRouter, createWebHashHistory, type Router } from 'vue-router'

/**
 * Places of the window. Hash history: the same bundle works under `lab://app` and under the address of `serve`. Made by a call,
 * not on import: it reads the address, from which the token must have been taken before.
 */
export const makeRouter = (): Router => createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./views/HomeView.vue') },
    { path: '/new', name: 'new', component: () => import('./views/NewRunView.vue'), meta: { title: 'New run' } },
    { path: '/runs', name: 'runs', component: () => import('./views/RunsView.vue'), meta: { title: 'Runs' } },
    { path: '/runs/:id', name: 'run', component: () => import('./views/RunView.vue'), props: true, meta: { title: 'Run' } },
    { path: '/compare', name: 'compare', component: () => import('./views/CompareView.vue'), meta: { title: 'Compare' } },
    { path: '/gallery', name: 'gallery', component: () => import('./views/GalleryView.vue'), meta: { title: 'Gallery' } },
    { path: '/data', name: 'data', component: () => import('./views/DataView.vue'), meta: { title: 'Data' } },
    { path: '/system', name: 'system', component: () => import('./views/SystemView.vue'), meta: { title: 'System' } },
    { path: '/:rest(.*)', redirect: '/runs' },
  ],
})
