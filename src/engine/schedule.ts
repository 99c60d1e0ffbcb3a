/** Whether something done every `every` steps, and always at the end, is due after `step` steps. */
export function isDue(step: number, totalSteps: number, every: number): boolean {
  return step % every === 0 || step === totalSteps
}

/** How often it is still due after `step`. */
export function countDue(step: number, totalSteps: number, every: number): number {
  return step === totalSteps ? 0 : Math.ceil(totalSteps / every) - Math.floor(step / every)
}
