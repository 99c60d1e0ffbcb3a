import type { DesktopMessage } from '../../shared/desktop.ts'

/**
 * Messages for the window, which may not be there yet: the system hands files over before the page has loaded, and on macOS when
 * no window is open at all. Of TensorFlow's progress only the latest is kept, and told again to each page that loads.
 */
export class Mail {
  #send: ((message: DesktopMessage) => void) | null = null
  #waiting: DesktopMessage[] = []
  #runtime: DesktopMessage | null = null

  post(message: DesktopMessage): void {
    if (message.type === 'runtime') this.#runtime = message
    if (this.#send) this.#send(message)
    else if (message.type !== 'runtime') this.#waiting.push(message)
  }

  /** The page listens. */
  open(send: (message: DesktopMessage) => void): void {
    this.#send = send
    if (this.#runtime) send(this.#runtime)
    for (const message of this.#waiting.splice(0)) send(message)
  }

  /** The page is gone, or loads anew. */
  close(): void {
    this.#send = null
  }
}
