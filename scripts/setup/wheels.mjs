import { createHash } from 'node:crypto'

/**
 * The TensorFlow runtime, pinned: which wheels, by version and SHA-256, make it up. Python never imports them. They are where
 * the project publishes its current libraries together with their headers.
 *
 * @typedef {object} Wheel
 * @property {string} name
 * @property {string} version
 * @property {string} platform the platform tags of its file name, by which pip picks it
 * @property {number} bytes
 * @property {string} sha256
 *
 * @typedef {object} Runtime
 * @property {'cpu' | 'cuda'} kind
 * @property {string} title
 * @property {string} key names the folder in the cache: version, processor and a digest of all checksums
 * @property {readonly Wheel[]} wheels
 * @property {number} installedBytes
 */

export const tensorflowVersion = '2.21.0'
/** The Python whose build of the wheel is taken; the libraries inside do not depend on it. */
export const wheelPython = '3.12'

/** @type {Wheel} */
const cpuX64 = {
  name: 'tensorflow-cpu',
  version: tensorflowVersion,
  platform: 'manylinux_2_27_x86_64',
  bytes: 274_000_871,
  sha256: 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
}

/**
 * On 64-bit ARM the plain wheel is the CPU build.
 * @type {Wheel}
 */
const cpuArm64 = {
  name: 'tensorflow',
  version: tensorflowVersion,
  platform: 'manylinux_2_27_aarch64',
  bytes: 281_946_471,
  sha256: 'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552',
}

/** @type {Wheel} */
const cudaX64 = {
  name: 'tensorflow',
  version: tensorflowVersion,
  platform: 'manylinux_2_27_x86_64',
  bytes: 572_611_111,
  sha256: 'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
}

/**
 * The newest that TensorFlow's own extra `and-cuda` admits.
 * @type {readonly Wheel[]}
 */
const nvidiaX64 = [
  { name: 'nvidia-cublas-cu12', version: '12.9.3.13', platform: 'manylinux_2_27_x86_64', bytes: 581_217_458, sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72' },
  { name: 'nvidia-cuda-cupti-cu12', version: '12.8.90', platform: 'manylinux2014_x86_64.manylinux_2_17_x86_64', bytes: 10_248_621, sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182' },
  { name: 'nvidia-cuda-nvcc-cu12', version: '12.9.86', platform: 'manylinux2010_x86_64.manylinux_2_12_x86_64', bytes: 40_546_229, sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0' },
  { name: 'nvidia-cuda-nvrtc-cu12', version: '12.9.86', platform: 'manylinux2010_x86_64.manylinux_2_12_x86_64', bytes: 89_568_129, sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4' },
  { name: 'nvidia-cuda-runtime-cu12', version: '12.9.79', platform: 'manylinux2014_x86_64.manylinux_2_17_x86_64', bytes: 3_493_179, sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3' },
  { name: 'nvidia-cudnn-cu12', version: '9.28.0.42', platform: 'manylinux_2_27_x86_64', bytes: 716_538_495, sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375' },
  { name: 'nvidia-cufft-cu12', version: '11.4.1.4', platform: 'manylinux2014_x86_64.manylinux_2_17_x86_64', bytes: 200_877_592, sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28' },
  { name: 'nvidia-curand-cu12', version: '10.3.10.19', platform: 'manylinux_2_27_x86_64', bytes: 68_295_626, sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e' },
  { name: 'nvidia-cusolver-cu12', version: '11.7.5.82', platform: 'manylinux_2_27_x86_64', bytes: 338_117_415, sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88' },
  { name: 'nvidia-cusparse-cu12', version: '12.5.10.65', platform: 'manylinux2014_x86_64.manylinux_2_17_x86_64', bytes: 366_465_088, sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78' },
  { name: 'nvidia-nccl-cu12', version: '2.32.3', platform: 'manylinux_2_27_x86_64', bytes: 351_526_311, sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c' },
  { name: 'nvidia-nvjitlink-cu12', version: '12.9.86', platform: 'manylinux2010_x86_64.manylinux_2_12_x86_64', bytes: 39_748_338, sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9' },
]

/**
 * @param {Runtime['kind']} kind
 * @param {string} title
 * @param {readonly Wheel[]} wheels
 * @param {number} installedBytes
 * @returns {Runtime}
 */
function runtime(kind, title, wheels, installedBytes) {
  const digest = createHash('sha256').update(wheels.map((wheel) => wheel.sha256).join()).digest('hex').slice(0, 12)
  const processor = wheels[0].platform.includes('aarch64') ? 'arm64' : 'x64'
  return { kind, title, key: `tensorflow-${tensorflowVersion}-linux-${processor}-${kind}-${digest}`, wheels, installedBytes }
}

/**
 * @param {string} platform as in `process.platform`
 * @param {string} processor as in `process.arch`
 * @param {boolean} hasNvidia an NVIDIA driver is there
 * @returns {Runtime | null} null where no wheel carries what the addon needs
 */
export function chooseRuntime(platform, processor, hasNvidia) {
  if (platform !== 'linux') return null
  if (processor === 'arm64') return runtime('cpu', `TensorFlow ${tensorflowVersion}`, [cpuArm64], 1.2e9)
  if (processor !== 'x64') return null
  return hasNvidia
    ? runtime('cuda', `TensorFlow ${tensorflowVersion} for CUDA`, [cudaX64, ...nvidiaX64], 8e9)
    : runtime('cpu', `TensorFlow ${tensorflowVersion}`, [cpuX64], 1.13e9)
}
