import { onScopeDispose, watch, type WatchSource } from 'vue'

/** Calls back when a source has been quiet for `milliseconds`; the pending call dies with the scope. */
export function watchDebounced<T>(source: WatchSource<T>, milliseconds: number, callback: (value: T) => void, immediate = false): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, (value) => {
    clearTimeout(timer)
    timer = setTimeout(() => callback(value), milliseconds)
  }, { deep: true })
  if (immediate) callback(typeof source === 'function' ? source() : source.value)
  onScopeDispose(() => clearTimeout(timer))
}
