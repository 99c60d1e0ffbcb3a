import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import vueParser from 'vue-eslint-parser'

/**
 * Layers: shared <- physics <- engine <- main; the renderer and the preload know only shared.
 * A layer may import itself and what stands below it; everything else is an error.
 */
const layers = {
  shared: [],
  physics: ['shared'],
  engine: ['shared', 'physics'],
  main: ['shared', 'physics', 'engine'],
  preload: ['shared'],
  renderer: ['shared'],
}
const forbidden = (layer) =>
  Object.keys(layers).filter((other) => other !== layer && !layers[layer].includes(other))

const layerRules = Object.keys(layers).map((layer) => ({
  files: [`src/${layer}/**/*.{ts,vue}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...forbidden(layer).map((other) => ({
            group: [`**/${other}/**`, `!./${other}/**`],
            message: `src/${layer} must not import from src/${other} (see ARCHITECTURE.md, layers).`,
          })),
          ...(layer === 'shared' || layer === 'physics' || layer === 'renderer'
            ? [{ group: ['node:*', 'electron'], message: `src/${layer} has no access to Node or Electron.` }]
            : []),
          ...(layer === 'engine' ? [{ group: ['electron'], message: 'Only src/main/electron may import electron.' }] : []),
        ],
      },
    ],
  },
}))

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'dist', 'test-results', 'playwright-report'] },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/essential'],
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser, sourceType: 'module' } },
  },
  {
    rules: {
      'no-undef': 'off',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'vue/multi-word-component-names': 'off',
    },
  },
  ...layerRules,
)
