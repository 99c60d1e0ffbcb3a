import { axisFraction, type Ends } from '../../shared/figures/ranges.ts'
import { axisTicks } from '../../shared/figures/ticks.ts'
import { typesetLabel, type TextBox, type TextStyle } from './typeset.ts'

/** Ticks of an axis of known length, with labels set in type that do not run into each other. */
export interface PlacedTicks {
  /** Places along the axis from 0 to 1, low end first. */
  major: { at: number; label: TextBox }[]
  minor: number[]
  /** Power of ten or offset common to the labels; null when there is none. */
  common: TextBox | null
  /** Largest label. */
  width: number
}

const epsilon = 1e-6

export function placedTicks(scale: 'linear' | 'log', ends: Ends, length: number, direction: 'across' | 'up', style: TextStyle): PlacedTicks {
  const room = direction === 'across' ? style.size * 3 : style.size * 2.4
  let count = Math.max(2, Math.min(9, Math.floor(length / room) + 1))
  for (; ; count--) {
    const ticks = placed(scale, ends, count, style)
    if (count <= 2 || !collides(ticks, length, direction, style)) return thinned(ticks, length, direction, style)
  }
}

function placed(scale: 'linear' | 'log', ends: Ends, count: number, style: TextStyle): PlacedTicks {
  const ticks = axisTicks(scale, ends, count)
  const inside = (value: number) => {
    const at = axisFraction(value, ends, scale)
    return at >= -epsilon && at <= 1 + epsilon ? [Math.max(0, Math.min(1, at))] : []
  }
  const major = ticks.major.flatMap((tick) => inside(tick.value).map((at) => ({ at, label: typesetLabel(tick.label, style) })))
  return {
    major: major.sort((a, b) => a.at - b.at),
    minor: ticks.minor.flatMap(inside),
    common: ticks.common ? typesetLabel(ticks.common, style) : null,
    width: Math.max(0, ...major.map((tick) => tick.label.width)),
  }
}

/** Whether neighbouring labels come nearer than a space that the eye needs to part them. */
function tooClose(a: PlacedTicks['major'][number], b: PlacedTicks['major'][number], length: number, direction: 'across' | 'up', style: TextStyle): boolean {
  const distance = Math.abs(b.at - a.at) * length
  return direction === 'across' ? distance < (a.label.width + b.label.width) / 2 + 0.7 * style.size : distance < 1.15 * style.size
}

function collides(ticks: PlacedTicks, length: number, direction: 'across' | 'up', style: TextStyle): boolean {
  return ticks.major.some((tick, i) => i > 0 && tooClose(ticks.major[i - 1], tick, length, direction, style))
}

/** On an axis too short for even two labels, those that do not fit become plain ticks. */
function thinned(ticks: PlacedTicks, length: number, direction: 'across' | 'up', style: TextStyle): PlacedTicks {
  const kept: PlacedTicks['major'] = []
  const demoted: number[] = []
  for (const tick of ticks.major) {
    const last = kept.at(-1)
    if (last && tooClose(last, tick, length, direction, style)) demoted.push(tick.at)
    else kept.push(tick)
  }
  return { ...ticks, major: kept, minor: [...ticks.minor, ...demoted] }
}
