import type { Configuration, FileAssociation } from 'electron-builder'
import { dataFileTypes, type FileType, runFileType } from './src/shared/file-types.ts'

/**
 * The desktop packages: AppImage and deb, dmg, nsis. `npm run package` builds what goes in, then runs electron-builder on this.
 *
 * The archive `app.asar` holds the interface. Everything that runs outside Electron's main process lies beside it as real
 * files (`app.asar.unpacked`): native libraries must, threads and TensorFlow's process then need no support for archives, and
 * a plain Node can run the tree, which is how a test proves it whole.
 */

/** Where electron-vite has put the app: `out`, but for the test that packs a build of its own. */
const bundle = process.env.HOLOSCOPE_BUNDLE ?? 'out'

const unpacked = ['package.json', `${bundle}/main/**`, 'node_modules/**', 'resources/**', 'scripts/**']

/** A package is made on the system that it is for, where the addon is compiled: what the other systems need stays behind. */
const otherPlatforms = ['darwin-universal', 'linux-arm64', 'linux-x64', 'win32-arm64', 'win32-x64']
  .filter((name) => name !== `${process.platform}-${process.arch}` && name !== `${process.platform}-universal`)

/** Large parts of packages that only browsers or compilers use, and TensorFlow's libraries, which the app fetches for itself. */
const leftOut = [
  // Not even looked into: tests may be writing there.
  '!{.cache,.git,bench,bin,dist,docs,e2e,native,playwright-report,src,test-results}{,/**}',
  '!**/*.{map,d.ts,d.mts,d.cts,flow}',
  '!node_modules/node-{linux,win,darwin}-*/**',
  '!node_modules/@tensorflow/tfjs/dist/tf{,.es2017,.fesm,.min,.es2017.min,.fesm.min}.js',
  '!node_modules/@tensorflow/tfjs-node-gpu/{deps,binding,scripts,src}/**',
  '!node_modules/@tensorflow/*/{src,dist/miniprogram}/**',
  '!node_modules/@tensorflow/*/dist/*{.min,.fesm,.es2017}.js',
  '!node_modules/{pdfkit/.yarn,@types,webgpu/build,core-js}/**', // core-js is for old browsers
  `!node_modules/webgpu/dist/{${otherPlatforms.join()}}/**`,
]

const association = ({ name, extensions, mimeType, ours }: FileType): FileAssociation => ({
  name, ext: [...extensions], mimeType, role: 'Viewer', rank: ours ? 'Owner' : 'Alternate',
})
/** Types that others own are offered under "Open with", and never taken over by the installation. */
const ownTypes = [runFileType, ...dataFileTypes].filter(({ ours }) => ours)
const foreignTypes = dataFileTypes.filter(({ ours }) => !ours)

const config: Configuration = {
  appId: 'org.holoscope.lab',
  productName: 'Holoscope',
  copyright: 'MIT licence',
  directories: { output: 'dist', buildResources: 'out/desktop' },
  files: [
    'package.json', 'resources/fonts/**', 'scripts/setup/**/*.{mjs,py}', ...leftOut,
    { from: bundle, to: 'out', filter: ['{main,preload,renderer}/**'] },
  ],
  extraMetadata: { homepage: 'https://arxiv.org/abs/2601.22033', author: 'The Holoscope authors' },
  asar: true,
  asarUnpack: unpacked,
  // The addon is built against Node-API, which does not change with Electron: nothing is compiled here.
  npmRebuild: false,
  electronLanguages: ['en-GB', 'en-US'],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    onlyLoadAppFromAsar: true,
    // Electron checks it on macOS and Windows; elsewhere the fuse has no effect.
    enableEmbeddedAsarIntegrityValidation: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
  },
  // Nothing leaves the machine, so there is no server to ask for updates.
  publish: null,
  linux: {
    target: ['AppImage', 'deb'],
    executableName: 'holoscope',
    category: 'Science',
    synopsis: 'A lab for holographic generative flows',
    maintainer: 'The Holoscope authors <holoscope@localhost>',
    fileAssociations: ownTypes.map(association),
    mimeTypes: foreignTypes.map(({ mimeType }) => mimeType),
  },
  // pip fetches TensorFlow's libraries at the first start.
  deb: { recommends: ['python3', 'python3-pip'] },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.education',
    fileAssociations: [...ownTypes, ...foreignTypes].map(association),
  },
  win: {
    target: ['nsis'],
    fileAssociations: ownTypes.map(association),
  },
  nsis: { oneClick: false, perMachine: true, allowToChangeInstallationDirectory: true },
}

export default config
