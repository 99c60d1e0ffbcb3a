import path from 'node:path'

/**
 * Which layer may use what. A layer may import itself and the layers named here; `packages` lists the packages it may use
 * where that is a closed list, `withhold` what is kept from it otherwise.
 *
 * @typedef {object} Layer
 * @property {readonly string[]} below
 * @property {readonly string[]} [packages]
 * @property {readonly string[]} [withhold]
 */

/** @type {Readonly<Record<string, Layer>>} */
const layers = {
  shared: { below: [], packages: ['zod', '@orpc/contract'] },
  physics: { below: ['shared'], packages: ['zod', '@tensorflow/tfjs-core'] },
  engine: { below: ['shared', 'physics'], withhold: ['electron', 'vue'] },
  main: { below: ['shared', 'physics', 'engine'], withhold: ['electron', 'vue'] },
  preload: { below: ['shared'], withhold: ['node:', '@tensorflow/'] },
  renderer: { below: ['shared'], withhold: ['node:', 'electron', '@tensorflow/'] },
}

/** Files of src/main that may import electron: the entry and its folder. */
const electronFiles = /^src\/main\/electron(-entry\.ts|\.ts|\/)/
/** Tests check the numbers on a real back end and read reference files. */
const testPackages = ['vitest', 'fast-check', '@tensorflow/tfjs', 'node:']

/**
 * Says why a file must not import something, or null where it may.
 *
 * @param {string} file relative to the repository, with forward slashes
 * @param {string} target as written in the import
 * @returns {string | null}
 */
export function layerViolation(file, target) {
  const own = layerOf(file)
  if (!own) return null
  const { below, packages, withhold } = layers[own]
  if (target.startsWith('.')) {
    const other = layerOf(path.posix.join(path.posix.dirname(file), target))
    if (!other || other === own || below.includes(other)) return null
    return `src/${own} must not import from src/${other}: arrows point to ${below.length > 0 ? below.map((name) => `src/${name}`).join(', ') : 'nothing'} only (ARCHITECTURE.md, layers).`
  }
  if (/\.test\.ts$/.test(file) && testPackages.some((name) => matches(target, name))) return null
  if (own === 'main' && matches(target, 'electron') && electronFiles.test(file)) return null
  if (packages && !packages.some((name) => matches(target, name))) {
    return `src/${own} may use ${packages.join(' and ')} only, not ${target} (ARCHITECTURE.md, layers).`
  }
  if (withhold?.some((name) => matches(target, name))) return `src/${own} has no access to ${target} here (ARCHITECTURE.md, layers).`
  return null
}

/** @param {string} file */
function layerOf(file) {
  const name = /^src\/([^/]+)\//.exec(file)?.[1]
  return name && name in layers ? name : null
}

/**
 * A name means the package and its sub-paths; one that ends in ':' or '/' any continuation.
 *
 * @param {string} target
 * @param {string} name
 */
function matches(target, name) {
  return target === name || target.startsWith(/[:/]$/.test(name) ? name : `${name}/`)
}

/**
 * The ESLint rule: every way in which a module can name another with a literal.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const layersRule = {
  meta: { type: 'problem', schema: [], messages: { crossed: '{{reason}}' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/')
    /** @param {import('eslint').Rule.Node} node @param {unknown} source a literal's node */
    const check = (node, source) => {
      const target = source && typeof source === 'object' && 'value' in source ? source.value : null
      const reason = typeof target === 'string' ? layerViolation(file, target) : null
      if (reason) context.report({ node, messageId: 'crossed', data: { reason } })
    }
    /** @param {import('eslint').Rule.Node} node */
    const checkSource = (node) => check(node, 'source' in node ? node.source : null)
    return {
      ImportDeclaration: checkSource,
      ExportAllDeclaration: checkSource,
      ExportNamedDeclaration: checkSource,
      ImportExpression: checkSource,
      TSImportType: checkSource,
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') check(node, node.arguments[0])
      },
    }
  },
}
