import { mathAccents, mathFunctions, mathSymbols, alphabetLetter } from './math-symbols.ts'

/**
 * Labels with inline mathematics between dollar signs, `loss $\mathcal{L}/\mathcal{L}_0$`, as a small tree that a
 * typesetter measures and places (`src/main/figures/typeset.ts`) or that is flattened to Unicode for the screen. The dialect is
 * the part of LaTeX that axis labels use; an unknown command shows its name, so nothing is ever lost.
 */
export type MathStyle = 'upright' | 'italic' | 'bold'

export type MathNode =
  | { kind: 'text'; text: string; style: MathStyle }
  /** Horizontal space in units of the text size. */
  | { kind: 'space'; width: number }
  | { kind: 'scripts'; base: MathNode[]; sub: MathNode[]; sup: MathNode[] }
  | { kind: 'accent'; base: MathNode[]; mark: string }
  | { kind: 'root'; body: MathNode[] }

/** A label is text with `$…$` inside; `\$` is a dollar sign; an odd last dollar is one too. */
export function parseLabel(label: string): MathNode[] {
  const nodes: MathNode[] = []
  const parts = label.split(/(?<!\\)\$/)
  parts.forEach((part, i) => {
    const unclosed = i % 2 === 1 && i === parts.length - 1
    if (i % 2 === 1 && !unclosed) nodes.push(...parseMath(part))
    else {
      const text = (unclosed ? '$' : '') + part.replaceAll('\\$', '$')
      if (text) nodes.push({ kind: 'text', text, style: 'upright' })
    }
  })
  return nodes
}

/** Mathematics without its dollar signs. */
export function parseMath(source: string): MathNode[] {
  return merged(new Parser(source).list('end'))
}

const superscripts: Record<string, string> = {
  '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹', '+': '⁺', '\u2212': '⁻', n: 'ⁿ', i: 'ⁱ',
  d: 'ᵈ', k: 'ᵏ', p: 'ᵖ', r: 'ʳ', t: 'ᵗ', x: 'ˣ',
}
const subscripts: Record<string, string> = {
  '0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉', '+': '₊', '\u2212': '₋',
  a: 'ₐ', e: 'ₑ', h: 'ₕ', i: 'ᵢ', j: 'ⱼ', k: 'ₖ', l: 'ₗ', m: 'ₘ', n: 'ₙ', o: 'ₒ', p: 'ₚ', r: 'ᵣ', s: 'ₛ', t: 'ₜ', u: 'ᵤ', v: 'ᵥ', x: 'ₓ',
}

/** A label in plain Unicode, for places without typesetting: `$\mathcal{L}/\mathcal{L}_0$` becomes `ℒ/ℒ₀`. */
export function plainLabel(label: string): string {
  return plain(parseLabel(label))
}

function plain(nodes: MathNode[]): string {
  return nodes.map((node) => {
    switch (node.kind) {
      case 'text': return node.text
      case 'space': return node.width > 0.1 ? ' ' : ''
      case 'accent': return plain(node.base) + (combining[node.mark] ?? '')
      case 'root': return `√${bracketed(plain(node.body))}`
      case 'scripts': return plain(node.base) + script(plain(node.sub), subscripts, '_') + script(plain(node.sup), superscripts, '^')
    }
  }).join('')
}

const combining: Record<string, string> = { 'ˆ': '\u0302', '˜': '\u0303', '¯': '\u0304', '˙': '\u0307', '→': '\u20d7' }

function script(text: string, table: Record<string, string>, sign: string): string {
  const tight = text.replaceAll(' ', '')
  if (!tight) return ''
  if (/^′+$/.test(tight)) return tight
  const letters = [...tight].map((letter) => table[letter])
  return letters.every(Boolean) ? letters.join('') : sign + bracketed(tight)
}

function bracketed(text: string): string {
  return [...text].length > 1 ? `(${text})` : text
}

const thin = 3 / 18
const medium = 4 / 18
const thick = 5 / 18

/** Neighbouring texts of one style become one, so that kerning and text search work. */
function merged(nodes: MathNode[]): MathNode[] {
  const result: MathNode[] = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (node.kind === 'text' && last?.kind === 'text' && last.style === node.style) last.text += node.text
    else result.push(node.kind === 'text' ? { ...node } : node)
  }
  return result
}

class Parser {
  private at = 0
  private readonly source: string
  constructor(source: string) {
    this.source = source
  }

  list(until: 'end' | '}', style?: MathStyle): MathNode[] {
    const nodes: MathNode[] = []
    while (this.at < this.source.length) {
      const character = this.source[this.at]
      if (character === '}') {
        this.at += 1
        if (until === '}') break
        continue
      }
      if (character === '_' || character === '^' || character === "'") this.scripts(nodes, style)
      else nodes.push(...spaced(this.atom(style), nodes))
    }
    return merged(nodes)
  }

  /** Attaches `_` and `^` to the node before them. */
  private scripts(nodes: MathNode[], style?: MathStyle): void {
    const sign = this.source[this.at++]
    const previous = nodes.pop()
    const target = previous?.kind === 'scripts' ? previous : { kind: 'scripts' as const, base: previous ? splitLast(previous, nodes) : [], sub: [], sup: [] }
    if (sign === "'") target.sup = merged([...target.sup, { kind: 'text', text: '′', style: 'upright' }])
    else {
      while (this.source[this.at] === ' ') this.at += 1
      const key = sign === '_' ? 'sub' : 'sup'
      target[key] = merged([...target[key], ...tightened(this.atom(style))])
    }
    nodes.push(target)
  }

  private atom(style?: MathStyle): MathNode[] {
    const character = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0x20)
    this.at += character.length
    if (character === '{') return this.list('}', style)
    if (character === '\\') return this.command(style)
    if (/\s/.test(character) || character === '&') return []
    if (character === '~') return [{ kind: 'space', width: thick }]
    return symbol(character, style)
  }

  private command(style?: MathStyle): MathNode[] {
    const name = /^(?:[A-Za-z]+|.)?/s.exec(this.source.slice(this.at))?.[0] ?? ''
    this.at += name.length
    switch (name) {
      case 'mathrm': case 'text': case 'textrm': case 'operatorname': case 'rm': return this.words('upright')
      case 'mathbf': case 'boldsymbol': case 'bm': case 'textbf': return this.argument('bold')
      case 'mathit': case 'textit': return this.argument('italic')
      case 'mathcal': case 'mathscr': case 'mathbb': case 'mathfrak':
        return [...plain(this.argument())].flatMap((letter) => text(alphabetLetter(name, letter), 'upright'))
      case 'sqrt': return [{ kind: 'root', body: this.argument(style) }]
      case 'frac': case 'tfrac': case 'dfrac': return [...this.argument(style), ...text('/', 'upright'), ...this.argument(style)]
      case 'left': case 'right': case 'big': case 'Big': case 'bigl': case 'bigr': case 'displaystyle': case '!': return []
      case ',': return [{ kind: 'space', width: thin }]
      case ':': case '>': return [{ kind: 'space', width: medium }]
      case ';': case ' ': return [{ kind: 'space', width: thick }]
      case 'quad': return [{ kind: 'space', width: 1 }]
      case 'qquad': return [{ kind: 'space', width: 2 }]
      case '': return text('\\', 'upright')
    }
    const mark = mathAccents[name]
    if (mark) return [{ kind: 'accent', base: this.argument(style), mark }]
    if (mathFunctions.has(name)) return [...text(name, 'upright'), ...(/^\s*[A-Za-z\\]/.test(this.source.slice(this.at)) ? [{ kind: 'space', width: thin } as const] : [])]
    const found = mathSymbols[name]
    if (found) return symbol(found, style)
    return text(name, 'upright')
  }

  private argument(style?: MathStyle): MathNode[] {
    while (this.source[this.at] === ' ') this.at += 1
    return this.at < this.source.length ? this.atom(style) : []
  }

  /** `\mathrm{loss per mode}`: spaces count, commands inside still work. */
  private words(style: MathStyle): MathNode[] {
    const group = /^\s*\{([^{}\\$]*)\}/.exec(this.source.slice(this.at))
    if (!group) return this.argument(style)
    this.at += group[0].length
    return text(group[1], style)
  }
}

function text(content: string, style: MathStyle): MathNode[] {
  return content ? [{ kind: 'text', text: content, style }] : []
}

const relations = new Set([...'=<>≤≥≈≠≡∼≃≅∝→←↔⇒∈≪≫⟂∥'])
const binaries = new Set([...'+\u2212±∓×·⊗⊕∘∗'])

/** One symbol in its usual style: variables italic, digits, operators and capital Greek upright. */
function symbol(character: string, style?: MathStyle): MathNode[] {
  const shown = character === '-' ? '\u2212' : character === '*' ? '∗' : character
  const isVariable = /^[A-Za-zα-ωϑϕϖϱϵı]$/u.test(shown)
  return text(shown, style ?? (isVariable ? 'italic' : 'upright'))
}

/** Space around operators as TeX has it; a sign at the start or after another operator is a plain sign. */
function spaced(atom: MathNode[], before: MathNode[]): MathNode[] {
  if (atom.length !== 1 || atom[0].kind !== 'text') return atom
  const { text: content } = atom[0]
  if (content === ',' || content === ';') return [...atom, { kind: 'space', width: thin }]
  if (relations.has(content)) return [{ kind: 'space', width: thick }, ...atom, { kind: 'space', width: thick }]
  if (!binaries.has(content)) return atom
  const last = before.at(-1)
  const isSign = last === undefined || last.kind === 'space' || (last.kind === 'text' && /[([|⟨/]$/.test(last.text))
  if (isSign) return content === '×' ? [...atom, { kind: 'space', width: thin }] : atom
  return [{ kind: 'space', width: medium }, ...atom, { kind: 'space', width: medium }]
}

/** Sub- and superscripts are set without operator spaces. */
function tightened(nodes: MathNode[]): MathNode[] {
  return nodes.filter((node) => node.kind !== 'space' || node.width < thin)
}

/** A script belongs to the last letter of a run only, as in `xy^2`; upright words and numbers keep together. */
function splitLast(node: MathNode, nodes: MathNode[]): MathNode[] {
  if (node.kind !== 'text') return [node]
  const letters = [...node.text]
  if (letters.length < 2 || (node.style === 'upright' && /[A-Za-z]{2}$|\d$/.test(node.text))) return [node]
  nodes.push({ ...node, text: letters.slice(0, -1).join('') })
  return [{ ...node, text: letters.at(-1) ?? '' }]
}
