import { type ShallowRef, shallowRef, watch } from 'vue'
import { readPlotTheme } from '../../../figures/plot-theme.ts'
import { useSettings } from '../../../stores/settings.ts'
import type { SceneColours } from './cloud-objects.ts'

/** Colours of the scene from the tokens of the page, following the theme. */
export function useSceneTheme(): ShallowRef<SceneColours> {
  const settings = useSettings()
  const theme = shallowRef(sceneColours())
  // The attribute that carries the theme is set by another watcher of the same value.
  watch(() => settings.theme, () => requestAnimationFrame(() => (theme.value = sceneColours())))
  return theme
}

function sceneColours(): SceneColours {
  const { series, text, faint, surface } = readPlotTheme()
  return { background: surface, text, line: faint, layers: series }
}
