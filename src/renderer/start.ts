import 'katex/dist/katex.min.css'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { useDesktop } from './desktop/use-desktop.ts'
import { makeRouter } from './router.ts'
import { useHost } from './stores/host.ts'
import { useDataSets } from './stores/data-sets.ts'
import { useNotices } from './stores/notices.ts'
import { useRuns } from './stores/runs.ts'
import { useSettings } from './stores/settings.ts'
import { chooseConnect } from './transport/choose.ts'

// Before the router reads the address: `serve` hands the token over in its fragment.
const connect = chooseConnect(window)

const app = createApp(App)
app.use(createPinia())
useRuns().follow()
useDataSets().follow()
useSettings().follow()
app.config.errorHandler = (error) => {
  useNotices().report(error)
  console.error(error)
}
window.addEventListener('unhandledrejection', (event) => useNotices().report(event.reason))
const router = makeRouter()
useDesktop().follow(router)
useHost().start(connect)
app.use(router)
app.mount('#app')
