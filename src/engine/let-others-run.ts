/** Long work in slices: lets pause, stop and the heartbeat through in between. A promise alone would not. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve) })
}
