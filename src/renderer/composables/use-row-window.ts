import { useElementSize, useScroll } from '@vueuse/core'
import { computed, type Ref } from 'vue'

/** Rows above and below the visible ones, so that a quick scroll shows no gap. */
const margin = 12

/** The rows of a long list that are near the visible part, and the height of those before and after. All rows are equally high. */
export function useRowWindow(scroller: Ref<HTMLElement | null>, count: Ref<number>, rowHeight: number) {
  const { y } = useScroll(scroller)
  const { height } = useElementSize(scroller)
  const from = computed(() => Math.max(0, Math.min(count.value, Math.floor(y.value / rowHeight)) - margin))
  const to = computed(() => Math.min(count.value, Math.ceil((y.value + Math.max(height.value, 600)) / rowHeight) + margin))
  return { from, to, before: computed(() => from.value * rowHeight), after: computed(() => (count.value - to.value) * rowHeight) }
}
