import { useIntervalFn } from '@vueuse/core'
import { computed, ref, watch, type Ref } from 'vue'

/** Frames a second: forty slices in under five seconds. */
const framesPerSecond = 10

/** A position in a list that plays to its end, then rests; playing again from there begins anew. Ends with the calling scope. */
export function usePlayback(count: Ref<number>) {
  const index = ref(0)
  const { isActive, pause, resume } = useIntervalFn(() => {
    if (index.value >= count.value - 1) pause()
    else index.value++
  }, 1000 / framesPerSecond, { immediate: false })

  function go(to: number): void {
    pause()
    index.value = Math.max(0, Math.min(count.value - 1, to))
  }
  function toggle(): void {
    if (isActive.value) return pause()
    if (index.value >= count.value - 1) index.value = 0
    resume()
  }
  /** Space plays, arrows step, Home and End go to the ends; keys that a control in focus uses stay with it. */
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest('button, input, [role=slider], [role=radio]')) return
    const actions: Record<string, () => void> = {
      ' ': toggle, ArrowLeft: () => go(index.value - 1), ArrowRight: () => go(index.value + 1), Home: () => go(0), End: () => go(count.value - 1),
    }
    const action = actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  watch(count, (now) => {
    if (index.value > now - 1) go(now - 1)
  })
  return { index, playing: computed(() => isActive.value), go, toggle, onKey }
}
