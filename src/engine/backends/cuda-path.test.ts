import { expect, it } from 'vitest'
import { explainCudaPath, type CudaFacts } from './cuda-path.ts'

const card: CudaFacts = { usesCard: true, driver: true, build: 'cuda', visibleDevices: undefined }
const processor: CudaFacts = { ...card, usesCard: false }

it.each<[string, CudaFacts, RegExp]>([
  ['a card', card, /^By CUDA/],
  ['no driver', { ...processor, driver: false, build: 'cpu' }, /no NVIDIA driver/],
  ['the build for processors beside a driver', { ...processor, build: 'cpu' }, /npm run setup/],
  ['a hidden card', { ...processor, visibleDevices: '' }, /CUDA_VISIBLE_DEVICES/],
  ['a hidden card, the other way', { ...processor, visibleDevices: '-1' }, /CUDA_VISIBLE_DEVICES/],
  ['a card of which others are visible', { ...processor, visibleDevices: '1' }, /find no card/],
  ['a card that is too old', processor, /find no card/],
])('says why TensorFlow computes where it does: %s', (_name, facts, expected) => {
  expect(explainCudaPath(facts)).toMatch(expected)
})
