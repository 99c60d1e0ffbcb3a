import { computed } from 'vue'
import { figureStyleSchema, type FigureStyle } from '../../shared/figure.ts'
import { useNotices } from '../stores/notices.ts'
import { useSettings } from '../stores/settings.ts'

/** How figures look, on paper and (colour maps) on the screen; one choice for all of them, kept by the host. */
export function useFigureStyle() {
  const settings = useSettings()
  const notices = useNotices()
  const style = computed<FigureStyle>(() => {
    const kept = figureStyleSchema.safeParse(settings.values.figureStyle)
    return kept.success ? kept.data : figureStyleSchema.parse({})
  })
  const restyle = (change: Partial<FigureStyle>) => notices.attempt(() => settings.update({ figureStyle: { ...style.value, ...change } }))
  return { style, restyle }
}
