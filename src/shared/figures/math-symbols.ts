/** Commands of `math-text.ts` that stand for one Unicode character. */
export const mathSymbols: Record<string, string> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ϵ', varepsilon: 'ε', zeta: 'ζ', eta: 'η', theta: 'θ', vartheta: 'ϑ',
  iota: 'ι', kappa: 'κ', lambda: 'λ', mu: 'μ', nu: 'ν', xi: 'ξ', omicron: 'ο', pi: 'π', varpi: 'ϖ', rho: 'ρ', varrho: 'ϱ', sigma: 'σ',
  varsigma: 'ς', tau: 'τ', upsilon: 'υ', phi: 'ϕ', varphi: 'φ', chi: 'χ', psi: 'ψ', omega: 'ω',
  Gamma: 'Γ', Delta: 'Δ', Theta: 'Θ', Lambda: 'Λ', Xi: 'Ξ', Pi: 'Π', Sigma: 'Σ', Upsilon: 'Υ', Phi: 'Φ', Psi: 'Ψ', Omega: 'Ω',
  partial: '∂', nabla: '∇', infty: '∞', hbar: 'ℏ', ell: 'ℓ', Re: 'ℜ', Im: 'ℑ', imath: 'ı', prime: '′', degree: '°', dagger: '†',
  times: '×', cdot: '·', pm: '±', mp: '∓', div: '÷', ast: '∗', circ: '∘', otimes: '⊗', oplus: '⊕', propto: '∝',
  le: '≤', leq: '≤', ge: '≥', geq: '≥', ne: '≠', neq: '≠', approx: '≈', sim: '∼', simeq: '≃', cong: '≅', equiv: '≡', ll: '≪', gg: '≫',
  in: '∈', to: '→', rightarrow: '→', leftarrow: '←', leftrightarrow: '↔', Rightarrow: '⇒', perp: '⟂', parallel: '∥',
  sum: '∑', prod: '∏', int: '∫', langle: '⟨', rangle: '⟩', lvert: '|', rvert: '|', vert: '|', mid: '|', lVert: '‖', rVert: '‖', Vert: '‖',
  '|': '‖', '{': '{', '}': '}', '%': '%', '#': '#', '&': '&', _: '_', $: '$', varnothing: '∅', emptyset: '∅', dots: '…', ldots: '…', cdots: '⋯',
}

export const mathAccents: Record<string, string> = { hat: 'ˆ', widehat: 'ˆ', tilde: '˜', widetilde: '˜', bar: '¯', overline: '¯', dot: '˙', vec: '→' }

export const mathFunctions = new Set([
  'log', 'ln', 'exp', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'arg', 'max', 'min', 'sup', 'inf', 'lim', 'det', 'tr', 'Tr', 'dim', 'mod',
])

/** Letters of the script and double-struck alphabets that Unicode placed outside the regular blocks. */
const irregular: Record<string, string> = {
  calB: 'ℬ', calE: 'ℰ', calF: 'ℱ', calH: 'ℋ', calI: 'ℐ', calL: 'ℒ', calM: 'ℳ', calR: 'ℛ',
  bbC: 'ℂ', bbH: 'ℍ', bbN: 'ℕ', bbP: 'ℙ', bbQ: 'ℚ', bbR: 'ℝ', bbZ: 'ℤ',
  frakC: 'ℭ', frakH: 'ℌ', frakI: 'ℑ', frakR: 'ℜ', frakZ: 'ℨ', cale: 'ℯ', calg: 'ℊ', calo: 'ℴ',
}
const alphabetStart: Record<string, number> = { cal: 0x1d49c, frak: 0x1d504, bb: 0x1d538 }

/** `\mathcal{L}` as a character; letters without one come back as they are. */
export function alphabetLetter(command: string, letter: string): string {
  const alphabet = command === 'mathbb' ? 'bb' : command === 'mathfrak' ? 'frak' : 'cal'
  const known = irregular[alphabet + letter]
  if (known) return known
  const code = letter.charCodeAt(0)
  if (/^[A-Z]$/.test(letter)) return String.fromCodePoint(alphabetStart[alphabet] + code - 65)
  if (/^[a-z]$/.test(letter)) return String.fromCodePoint(alphabetStart[alphabet] + 26 + code - 97)
  return letter
}
