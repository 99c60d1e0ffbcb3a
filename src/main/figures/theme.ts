import type { FigureStyle } from '../../shared/figure.ts'
import type { TextStyle } from './typeset.ts'

/** Sizes of a figure in points, all of them following from the text size that the user asked for. */
export interface Theme {
  label: TextStyle
  tick: TextStyle
  legend: TextStyle
  note: TextStyle
  letter: TextStyle
  /** Line widths. */
  frame: number
  line: number
  fineLine: number
  majorTick: number
  minorTick: number
  /** Space between neighbouring things. */
  gap: number
  ink: string
  noteInk: string
}

export function themeOf(style: FigureStyle, textScale: number): Theme {
  const size = style.fontSize * textScale
  const text = (factor: number): TextStyle => ({ family: style.font, size: size * factor })
  // Between 0.4 pt (the least that journals print) and 1 pt.
  const weight = Math.max(0.4, Math.min(1.25, size / 8))
  return {
    label: text(1), tick: text(0.9), legend: text(0.9), note: text(0.78), letter: { ...text(1), bold: true },
    frame: 0.5 * weight, line: Math.min(1, 0.95 * weight), fineLine: Math.max(0.4, 0.5 * weight),
    majorTick: 0.4 * size, minorTick: 0.22 * size,
    gap: 0.35 * size,
    ink: '#000000', noteInk: '#4d4d4d',
  }
}

export function lineHeight(style: TextStyle): number {
  return style.size * 1.2
}
