import { figureSchema, type Figure, type FigureInput } from '../figure.ts'
import { plainLabel } from './math-text.ts'

/** Panels of a sheet; the alphabet of their letters is longer, the page is not. */
export const mostPanels = 24

export interface SheetOptions {
  /** @default 'sheet' */
  name?: string
  /** @default 2 */
  columns?: number
}

/**
 * One sheet of several figures: their panels in the order given, lettered (a), (b), … by the layout, with a caption that tells
 * which letters are whose. Null without a figure; panels beyond the 24th stay out.
 */
export function assembleFigure(figures: readonly FigureInput[], options: SheetOptions = {}): Figure | null {
  const parts = figures.map((figure) => figureSchema.parse(figure))
  if (parts.length === 0) return null
  const panels = parts.flatMap((figure) => figure.panels.map((panel) => ({
    // A panel that stood alone was named by its figure.
    ...panel, title: panel.title || (figure.panels.length === 1 ? figure.title : ''),
  }))).slice(0, mostPanels)
  return figureSchema.parse({
    name: options.name ?? 'sheet',
    title: parts.map((figure) => plainLabel(figure.title)).join(', '),
    columns: Math.min(options.columns ?? 2, panels.length),
    caption: sheetCaption(parts),
    panels,
  })
}

/** "(a) Training loss. … (b, c) Generated and true points. …", with what all captions share said once, at the end. */
function sheetCaption(parts: readonly Figure[]): string {
  let next = 0
  const shared = sharedEnd(parts.map((figure) => figure.caption))
  const own = parts.map((figure) => {
    const letters = figure.panels.map((_, i) => String.fromCharCode(97 + next + i))
    next += figure.panels.length
    const range = letters.length > 2 ? `${letters[0]}–${letters[letters.length - 1]}` : letters.join(', ')
    return `(${range}) ${figure.caption.slice(0, figure.caption.length - shared.length).trim() || `${plainLabel(figure.title)}.`}`
  })
  return [...own, shared.trim()].filter(Boolean).join(' ')
}

/** Sentences with which all texts end. */
function sharedEnd(texts: readonly string[]): string {
  if (texts.length < 2) return ''
  const [first, ...others] = texts
  for (let at = 0; at < first.length; at++) {
    const begins = at === 0 || first.slice(at - 2, at) === '. '
    if (begins && others.every((text) => text.endsWith(first.slice(at)))) return first.slice(at)
  }
  return ''
}
