import { parseLabel, type MathNode } from '../../shared/figures/math-text.ts'
import { fontRuns, type FontFamily, type FontKey } from './fonts.ts'

/** A line of type: runs and rules placed relative to the start of its baseline, `y` downwards, everything in points. */
export interface TextBox {
  runs: { text: string; font: FontKey; size: number; x: number; y: number; width: number }[]
  /** Thin bars, e.g. over a root. */
  rules: { x: number; y: number; width: number; thickness: number }[]
  width: number
  /** Height above and depth below the baseline; at least those of a line of text. */
  ascent: number
  descent: number
}

export interface TextStyle { family: FontFamily; size: number; bold?: boolean }

/** Heights of a line in units of the text size: capital letters with their ascenders, and descenders. */
const lineAscent = 0.74
const lineDescent = 0.22
const scriptSize = 0.7

export function typesetLabel(label: string, style: TextStyle): TextBox {
  const box = typeset(parseLabel(label.replace(/\s+/g, ' ').trim()), style)
  box.ascent = Math.max(box.ascent, lineAscent * style.size)
  box.descent = Math.max(box.descent, lineDescent * style.size)
  return box
}

/** Makes the label smaller until it fits `available` points; a label is never clipped. */
export function typesetWithin(label: string, style: TextStyle, available: number): TextBox {
  const box = typesetLabel(label, style)
  if (box.width <= available || box.width === 0) return box
  return typesetLabel(label, { ...style, size: style.size * Math.max(0.05, available / box.width) })
}

/** A label in lines of at most `available` points. */
export function wrapLabel(label: string, style: TextStyle, available: number): TextBox[] {
  return brokenLabel(label, style, available).map((line) => typesetWithin(line, style, available))
}

/** Breaks a label between words into lines of at most `available` points. Formulas stay whole. */
export function brokenLabel(label: string, style: TextStyle, available: number): string[] {
  const words = label.match(/(?:\$[^$]*\$|\S)+/g) ?? []
  const lines: string[] = []
  for (const word of words) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && typesetLabel(longer, style).width <= available) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function typeset(nodes: MathNode[], style: TextStyle): TextBox {
  const line: TextBox = { runs: [], rules: [], width: 0, ascent: 0, descent: 0 }
  for (const node of nodes) append(line, typesetNode(node, style), line.width, 0)
  return line
}

function append(target: TextBox, part: TextBox, x: number, y: number): void {
  for (const run of part.runs) target.runs.push({ ...run, x: run.x + x, y: run.y + y })
  for (const rule of part.rules) target.rules.push({ ...rule, x: rule.x + x, y: rule.y + y })
  target.width = Math.max(target.width, x + part.width)
  target.ascent = Math.max(target.ascent, part.ascent - y)
  target.descent = Math.max(target.descent, part.descent + y)
}

function typesetNode(node: MathNode, style: TextStyle): TextBox {
  const { size } = style
  const box: TextBox = { runs: [], rules: [], width: 0, ascent: 0, descent: 0 }
  switch (node.kind) {
    case 'space':
      return { ...box, width: node.width * size }
    case 'text': {
      const shown = style.bold && node.style === 'upright' ? 'bold' : node.style
      for (const run of fontRuns(node.text, style.family, shown, size)) {
        box.runs.push({ text: run.text, font: run.font, size, x: box.width, y: 0, width: run.width })
        box.width += run.width
      }
      return { ...box, ascent: lineAscent * size, descent: lineDescent * size }
    }
    case 'scripts': {
      append(box, typeset(node.base, style), 0, 0)
      const start = box.width + 0.03 * size
      const small = { ...style, size: Math.max(size * scriptSize, Math.min(size, 3)) }
      // Primes are drawn raised; they keep their size.
      const isPrime = node.sup.length === 1 && node.sup[0].kind === 'text' && /^′+$/.test(node.sup[0].text)
      if (isPrime) append(box, typeset(node.sup, style), box.width, 0)
      else if (node.sup.length > 0) append(box, typeset(node.sup, small), start, -0.36 * size)
      if (node.sub.length > 0) append(box, typeset(node.sub, small), start, (node.sup.length > 0 ? 0.25 : 0.2) * size)
      box.width += 0.03 * size
      return box
    }
    case 'accent': {
      append(box, typeset(node.base, style), 0, 0)
      const mark = typesetNode({ kind: 'text', text: node.mark, style: 'upright' }, node.mark === '→' ? { ...style, size: size * 0.7 } : style)
      const base = node.base.length === 1 && node.base[0].kind === 'text' ? node.base[0].text : ''
      const isTall = /[A-ZbdfhklΓΔΘΛΞΠΣΦΨΩβδζθλξφψ]/u.test(base)
      const width = box.width
      // Spacing accents are drawn for letters of x-height; capitals lift them. Slanted letters carry them to the right.
      const shift = (node.base[0]?.kind === 'text' && node.base[0].style === 'italic' ? 0.06 : 0) * size
      append(box, mark, Math.max(0, (width - mark.width) / 2 + shift), (node.mark === '→' ? -0.52 : 0) * size - (isTall ? 0.2 : 0) * size)
      box.width = Math.max(width, box.width)
      return box
    }
    case 'root': {
      const body = typeset(node.body, style)
      const sign = typesetNode({ kind: 'text', text: '√', style: 'upright' }, style)
      append(box, sign, 0, 0)
      append(box, body, sign.width, 0)
      box.rules.push({ x: sign.width - 0.04 * size, y: -0.78 * size, width: body.width + 0.06 * size, thickness: 0.05 * size })
      box.ascent = Math.max(box.ascent, 0.85 * size)
      box.width += 0.05 * size
      return box
    }
  }
}
