import { plainLabel } from '../../../shared/figures/math-text.ts'

/**
 * Labels for matplotlib, whose mathtext is stricter than our own reader (`src/shared/figures/math-text.ts`): one unknown
 * command, and the whole script stops. What mathtext is known to read passes through, so that the formula can be edited in the
 * script; any other label becomes plain Unicode.
 */
const symbols = new Set((
  'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma '
  + 'varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega partial nabla infty '
  + 'hbar ell Re Im imath prime dagger times cdot pm mp div ast circ otimes oplus propto leq geq ne neq approx sim simeq cong '
  + 'equiv ll gg in to rightarrow leftarrow leftrightarrow Rightarrow perp parallel sum prod int langle rangle vert mid Vert | { } % # '
  + '_ $ varnothing emptyset dots ldots cdots log ln exp sin cos tan sinh cosh tanh arg max min sup inf lim det dim , ; : ! quad'
).split(' '))
/** Commands with one group in braces after them. */
const wrappers = new Set(['mathrm', 'mathbf', 'mathit', 'mathcal', 'mathbb', 'mathfrak', 'sqrt', 'hat', 'widehat', 'tilde', 'widetilde', 'bar', 'overline', 'dot', 'vec'])

/** The label as mathtext reads it. */
export function mathtextLabel(label: string): string {
  const printable = label.replace(/\s+/g, ' ').replace(/\p{C}/gu, '').trim()
  const parts = printable.split(/(?<!\\)\$/)
  const isClosed = parts.length % 2 === 1
  if (isClosed && parts.every((part, i) => i % 2 === 0 || isMathtext(part))) return printable
  return plainLabel(printable).replace(/\p{C}/gu, '').replaceAll('$', '\\$')
}

/** Whether mathtext reads the formula: known commands with their groups, balanced braces, at most one script of each kind. */
export function isMathtext(formula: string): boolean {
  const tokens = formula.match(/\\(?:[A-Za-z]+|.)|[^\s]/gu) ?? []
  let at = 0
  const group = (): boolean => {
    if (tokens[at] !== '{') return false
    at += 1
    if (!list('}')) return false
    at += 1
    return true
  }
  const atom = (): boolean => {
    const token = tokens[at]
    if (token === undefined) return false
    if (token === '{') return group()
    at += 1
    if (!token.startsWith('\\')) return /^[\w\d+\-=<>()[\]|/*,.:;!?'Α-ω]$/u.test(token) && token !== '_'
    const command = token.slice(1)
    if (command === 'frac') return group() && group()
    return wrappers.has(command) ? group() : symbols.has(command)
  }
  const list = (end: '}' | undefined): boolean => {
    let count = 0
    while (at < tokens.length && tokens[at] !== end) {
      if (tokens[at] === '^' || tokens[at] === '_' || !atom()) return false
      count += 1
      const scripts: string[] = []
      while (tokens[at] === '^' || tokens[at] === '_' || tokens[at] === "'") {
        const script = tokens[at]
        at += 1
        // A prime is a superscript too.
        const kind = script === "'" ? '^' : script
        if (scripts.includes(kind) || (script !== "'" && !atom())) return false
        scripts.push(kind)
      }
    }
    return count > 0 && tokens[at] === end
  }
  return list(undefined)
}
