import { defineStore } from 'pinia'
import { type Ref, shallowRef, watch } from 'vue'
import type { Router } from 'vue-router'
import { type DesktopMessage, desktopMessageSchema, type MenuCommand } from '../../shared/desktop.ts'
import { Problem } from '../../shared/problem.ts'
import { useImportRequests } from '../data/import-requests.ts'
import { useHost } from '../stores/host.ts'
import { useNotices } from '../stores/notices.ts'
import { openedFile } from '../transport/message-port.ts'

/** What a desktop window hears from Electron's main process. In a browser nothing is ever heard. */
export const useDesktop = defineStore('desktop', () => {
  const host = useHost()
  const notices = useNotices()
  const imports = useImportRequests()
  /** TensorFlow's libraries on their way; null when there is nothing to tell. */
  const runtime = shallowRef<(DesktopMessage & { type: 'runtime' }) | null>(null)
  const runCommand = shallowRef<(id: string) => void>(() => undefined)

  function hear(message: DesktopMessage, router: Pick<Router, 'push'>): void {
    switch (message.type) {
      case 'command': return runCommand.value(message.id)
      case 'problem': return notices.report(new Problem('OpenFailed', message.message, message.action))
      case 'openedRun': return void router.push({ name: 'run', params: { id: message.id } })
      case 'openedData': return imports.add([openedFile(message.fileName, message.upload)])
      case 'runtime': runtime.value = message
    }
  }

  /** Listens from now on. What was opened waits for the host. */
  function follow(router: Pick<Router, 'push'>): void {
    window.holoscope?.onMessage((input) => {
      const parsed = desktopMessageSchema.safeParse(input)
      if (!parsed.success) return console.error('The main process said something unknown.', parsed.error)
      const needsHost = parsed.data.type === 'openedRun' || parsed.data.type === 'openedData'
      if (host.connected || !needsHost) return hear(parsed.data, router)
      const stop = host.onOpen(() => {
        stop()
        hear(parsed.data, router)
      })
    })
  }
  return { runtime, runCommand, follow }
})

/** Keeps the desktop's menus as the commands are, and runs what is chosen there, while the calling component lives. */
export function useMenus(commands: Ref<MenuCommand[]>, run: (id: string) => void): void {
  const bridge = window.holoscope
  if (!bridge) return
  useDesktop().runCommand = run
  let shown = ''
  watch(commands, (now) => {
    const text = JSON.stringify(now)
    if (text === shown) return
    shown = text
    bridge.showCommands(JSON.parse(text))
  }, { immediate: true })
}
