import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLabel, parseMath, plainLabel, type MathNode } from './math-text.ts'

describe('labels in plain Unicode', () => {
  it.each([
    ['Loss $\\mathcal{L}/\\mathcal{L}_0$', 'Loss ℒ/ℒ₀'],
    ['$\\psi_\\nu(u)$', 'ψ_ν(u)'],
    ['$\\langle O\\rangle$', '⟨O⟩'],
    ['$m^2 = \\Delta(\\Delta - d)$', 'm² = Δ(Δ − d)'],
    ['$e^{-s}$', 'e^(−s)'],
    ['$z_{\\mathrm{IR}}$', 'z_(IR)'],
    ["$f'/f$", 'f′/f'],
    ['$10^{-4}$', '10⁻⁴'],
    ['$\\sqrt{2\\pi}$', '√(2π)'],
    ['$\\frac{d}{2}$', 'd/2'],
    ['$\\mathbb{R}^2$, $\\mathcal{N}$', 'ℝ², 𝒩'],
    ['$-1$ and $a - b$', '−1 and a − b'],
    ['costs \\$5', 'costs $5'],
    ['an odd $ sign', 'an odd $ sign'],
    ['$\\unknown x$', 'unknownx'],
  ])('%s reads %s', (label, plain) => expect(plainLabel(label)).toBe(plain))
})

const styles = (nodes: MathNode[]) => nodes.flatMap((node) => (node.kind === 'text' ? [[node.text, node.style]] : []))

describe('styles', () => {
  it('sets variables italic, digits, functions and capital Greek upright', () => {
    expect(styles(parseMath('2x'))).toEqual([['2', 'upright'], ['x', 'italic']])
    expect(styles(parseMath('\\Delta\\alpha'))).toEqual([['Δ', 'upright'], ['α', 'italic']])
    expect(styles(parseMath('\\ln x'))).toEqual([['ln', 'upright'], ['x', 'italic']])
    expect(styles(parseMath('\\mathrm{BV of\\,5}')).flat()).toContain('upright')
  })

  it('hangs both scripts on the letter before them, and only on that one', () => {
    expect(parseMath('xy_i^2')).toEqual([
      { kind: 'text', text: 'x', style: 'italic' },
      { kind: 'scripts', base: [{ kind: 'text', text: 'y', style: 'italic' }], sub: [{ kind: 'text', text: 'i', style: 'italic' }], sup: [{ kind: 'text', text: '2', style: 'upright' }] },
    ])
  })

  it('spaces operators between terms and not signs', () => {
    const spaces = (source: string) => parseMath(source).filter((node) => node.kind === 'space').length
    expect(spaces('a-b')).toBe(2)
    expect(spaces('-b')).toBe(0)
    expect(spaces('a=-b')).toBe(2)
  })
})

it('never throws, and loses no letter that stands outside commands', () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (label) => {
    parseLabel(label)
    parseMath(label)
  }), { numRuns: 1000 })
  fc.assert(fc.property(fc.stringMatching(/^[a-zA-Z0-9 ]{0,20}$/), (words) => {
    expect(plainLabel(words)).toBe(words)
    expect(plainLabel(`$${words}$`).replaceAll(' ', '')).toBe(words.replaceAll(' ', ''))
  }))
})
