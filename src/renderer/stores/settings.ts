import { defineStore } from 'pinia'
import { computed, shallowRef, watchEffect } from 'vue'
import { settingsSchema, type Settings } from '../../shared/system.ts'
import { useHost } from './host.ts'

/** Settings as the host keeps them, and the theme that follows from them. */
export const useSettings = defineStore('settings', () => {
  const host = useHost()
  const values = shallowRef<Settings>(settingsSchema.parse({}))
  const loaded = shallowRef(false)

  const darkSystem = window.matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = shallowRef(darkSystem.matches)
  darkSystem.addEventListener('change', (event) => (systemIsDark.value = event.matches))
  const theme = computed<'light' | 'dark'>(() =>
    values.value.theme === 'system' ? (systemIsDark.value ? 'dark' : 'light') : values.value.theme,
  )
  watchEffect(() => {
    document.documentElement.dataset.theme = theme.value
  })

  function follow(): void {
    host.onOpen(() => void load())
    host.onEvent((event) => {
      if (event.type === 'settings') values.value = event.settings
    })
  }
  async function load(): Promise<void> {
    values.value = await host.calls().system.settings()
    loaded.value = true
  }
  /** Takes effect at once, and is kept by the host when it answers. */
  async function update(change: Partial<Settings>): Promise<void> {
    values.value = { ...values.value, ...change }
    if (host.connected) values.value = await host.calls().system.updateSettings(change)
  }
  return { values, loaded, theme, follow, update }
})
