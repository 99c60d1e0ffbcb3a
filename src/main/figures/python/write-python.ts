import type { Figure, FigureStyle } from '../../../shared/figure.ts'
import { arrangeFigure } from '../layout.ts'
import { PythonColumns } from './columns.ts'
import { mapSource } from './maps.ts'
import { panelSource } from './panel-source.ts'
import { comment, pythonText, short } from './source.ts'

/**
 * A figure as a script for matplotlib (3.7 or newer): the same page, boxes, fonts, colours, scales and labels, and the numbers in
 * full at its end, so that one file is all that a co-author needs. What it draws first is what one would want to change.
 */
export function writePython(figure: Figure, style: FigureStyle): string {
  const arrangement = arrangeFigure(figure, style)
  const { width, height } = arrangement
  const columns = new PythonColumns()
  const many = figure.panels.length > 1
  const panels = arrangement.panels.flatMap((placed, index) => [
    '', ...(many ? [`    # Panel (${letterOf(index)})`] : []),
    ...panelSource(arrangement, placed, many ? letterOf(index) : '', columns).map((line) => `    ${line}`),
  ])
  return `${[
    comment(figure.title),
    ...(figure.caption ? [comment(figure.caption)] : []),
    '#',
    `# Drawn by Holoscope. Redraw it with matplotlib 3.7 or newer: python3 ${figure.name}.py [FILE.pdf FILE.png ...]`,
    'import sys',
    '',
    'import matplotlib.pyplot as plt',
    'import numpy as np',
    'from matplotlib import font_manager',
    ...(mapSource(figure).length > 0 ? ['from matplotlib.colors import ListedColormap'] : []),
    'from matplotlib.ticker import MultipleLocator',
    '',
    `SIZE = (${short(width / 72)}, ${short(height / 72)})  # inches; ${short(style.widthMm)} mm wide`,
    ...rcSource(arrangement.theme.label.size, arrangement.theme, style),
    '',
    '',
    'def column(numbers):',
    '    return np.array(numbers, dtype=float)',
    '',
    '',
    'def draw():',
    '    figure = plt.figure(figsize=SIZE)',
    ...panels,
    '',
    '    return figure',
    '',
    '',
    'nan = np.nan',
    ...mapSource(figure),
    '',
    columns.source(),
    '',
    'if __name__ == "__main__":',
    '    drawn = draw()',
    `    for name in sys.argv[1:] or [${pythonText(`${figure.name}-matplotlib.pdf`)}]:`,
    '        drawn.savefig(name)',
  ].join('\n')}\n`
}

function letterOf(index: number): string {
  return String.fromCharCode(97 + index)
}

type Theme = ReturnType<typeof arrangeFigure>['theme']

/** Families of the same letter widths as the embedded ones, best first; the last one comes with matplotlib. */
const families = {
  sans: ['Arimo', 'Liberation Sans', 'Arial', 'Helvetica', 'DejaVu Sans'],
  serif: ['STIX Two Text', 'STIXGeneral'],
} as const

function rcSource(size: number, theme: Theme, style: FigureStyle): string[] {
  const settings: [string, string][] = [
    ['font.family', `[name for name in FAMILIES if name in INSTALLED][:1] + ["DejaVu Sans"]`],
    ['mathtext.fontset', style.font === 'sans' ? '"stixsans"' : '"stix"'],
    ['font.size', short(size)],
    ['axes.labelsize', short(theme.label.size)],
    ['axes.labelpad', short(theme.gap * 0.8)],
    ['axes.linewidth', short(theme.frame)],
    ['axes.unicode_minus', 'True'],
    ['xtick.labelsize', short(theme.tick.size)],
    ['ytick.labelsize', short(theme.tick.size)],
    ...(['x', 'y'] as const).flatMap((axis): [string, string][] => [
      [`${axis}tick.direction`, '"in"'],
      [axis === 'x' ? 'xtick.top' : 'ytick.right', 'True'],
      [`${axis}tick.minor.visible`, 'True'],
      [`${axis}tick.major.size`, short(theme.majorTick)],
      [`${axis}tick.minor.size`, short(theme.minorTick)],
      [`${axis}tick.major.width`, short(theme.frame)],
      [`${axis}tick.minor.width`, short(theme.frame)],
      [`${axis}tick.major.pad`, short(theme.gap)],
    ]),
    ['legend.fontsize', short(theme.legend.size)],
    ['legend.frameon', 'False'],
    ['legend.borderpad', '0'],
    ['legend.borderaxespad', '0'],
    ['legend.handlelength', '1.9'],
    ['legend.handletextpad', '0.5'],
    ['legend.columnspacing', '1'],
    ['legend.labelspacing', '0.2'],
    ['pdf.fonttype', '42  # TrueType: text that journals can read'],
    ['svg.fonttype', '"none"'],
    ['savefig.dpi', String(style.dpi)],
  ]
  return [
    `FAMILIES = [${families[style.font].map((name) => `"${name}"`).join(', ')}]`,
    'INSTALLED = set(font_manager.get_font_names())',
    'plt.rcParams.update({',
    ...settings.map(([name, value]) => {
      const [code, ...remark] = value.split('  # ')
      return `    "${name}": ${code},${remark.length > 0 ? `  # ${remark.join('')}` : ''}`
    }),
    '})',
  ]
}
