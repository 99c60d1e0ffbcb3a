/**
 * An expected failure: something about the input or the machine that a person can mend. `message` says what is wrong and
 * where, `action` what to do next. Anything else that is thrown is a defect and is logged with its stack.
 */
export class Problem extends Error {
  readonly code: string
  readonly action: string | undefined
  constructor(code: string, message: string, action?: string) {
    super(message)
    this.name = 'Problem'
    this.code = code
    this.action = action
  }
}
