import { watch } from 'vue'
import { useLatest } from '../composables/use-latest.ts'
import { useDraft } from '../stores/draft.ts'
import { useHost } from '../stores/host.ts'
import { useNotices } from '../stores/notices.ts'

/** Milliseconds of quiet before the host is asked; short enough to feel immediate, long enough to spare it every key. */
const quiet = 120

/** Keeps the findings about the draft fresh: the physics is judged by the host, the very code that would train. */
export function useCheck(): void {
  const draft = useDraft()
  const host = useHost()
  const notices = useNotices()
  let timer: ReturnType<typeof setTimeout> | undefined

  const ask = useLatest(
    async (config: Record<string, unknown>) => (host.connected ? host.calls().studies.check({ config }) : null),
    (answer) => {
      if (!answer) return
      draft.issues = answer.issues
      draft.parameterCount = answer.parameterCount
    },
    (error) => notices.report(error),
  )
  watch([() => draft.config, () => host.connected], ([config], _, onCleanup) => {
    if (Object.keys(config).length === 0) return
    timer = setTimeout(() => ask(config), quiet)
    onCleanup(() => clearTimeout(timer))
  }, { immediate: true })
}
