/**
 * Something that set-up lacks and a person can mend: what is missing, and how to go on. Anything else that a step throws
 * is a defect and keeps its stack.
 */
export class SetupProblem extends Error {
  /**
   * @param {string} missing what is wrong, as a sentence
   * @param {string} remedy what to do next, as a sentence
   */
  constructor(missing, remedy) {
    super(missing)
    this.name = 'SetupProblem'
    this.remedy = remedy
  }
}
