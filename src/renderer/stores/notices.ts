import { defineStore } from 'pinia'
import { ref } from 'vue'
import { toProblem } from '../transport/problems.ts'

export interface Notice {
  id: number
  tone: 'plain' | 'bad'
  message: string
  action?: string
  /** Something to press. */
  offer?: Offer
}
export interface Offer { label: string; run(): unknown }

/** Short messages at the edge of the window: what happened, and what to do next. */
export const useNotices = defineStore('notices', () => {
  const all = ref<Notice[]>([])
  let next = 1

  /** The same message is shown once. Answers with the number by which it can be dismissed. */
  function add(notice: Omit<Notice, 'id'>): number {
    const known = all.value.find(({ message }) => message === notice.message)
    if (known) return known.id
    all.value.push({ ...notice, id: next })
    return next++
  }
  const tell = (message: string, offer?: Offer) => add({ tone: 'plain', message, offer })
  function report(error: unknown): void {
    const problem = toProblem(error)
    add({ tone: 'bad', message: problem.message, action: problem.action })
  }
  function dismiss(id: number): void {
    all.value = all.value.filter((notice) => notice.id !== id)
  }
  /** Runs an action of the user; what goes wrong is told, never swallowed. True when it went well. */
  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action()
      return true
    } catch (error) {
      report(error)
      return false
    }
  }
  return { all, tell, report, dismiss, attempt }
})
