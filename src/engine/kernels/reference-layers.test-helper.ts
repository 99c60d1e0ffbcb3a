/** The layers in float64, straight from their definitions: slow, obviously right, and exact next to float32. */

export interface Array4 { shape: [number, number, number, number]; data: Float64Array }

export interface ConvolutionShape {
  batch: number
  /** Of x. */
  height: number
  width: number
  input: number
  output: number
  stride: 1 | 2
}

/** Everything that a convolution and its gradient consist of, all from one loop over products x·filter·dy. */
export interface ConvolutionResult { y: Float64Array; dx: Float64Array; dFilter: Float64Array; dBias: Float64Array }

/** 3×3, padding 1; x `[B, H, W, I]`, filter `[3, 3, I, O]`, y and dy `[B, H / stride, W / stride, O]`. */
export function referenceConvolution(
  { batch, height, width, input, output, stride }: ConvolutionShape,
  { x, filter, bias, dy }: { x: ArrayLike<number>; filter: ArrayLike<number>; bias: ArrayLike<number>; dy: ArrayLike<number> },
): ConvolutionResult {
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)]
  return contract({ x: x.length, filter: filter.length, y: dy.length, output }, { x, filter, bias, dy }, (visit) => {
    for (let b = 0; b < batch; b++) for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) {
      for (let u = 0; u < 3; u++) for (let v = 0; v < 3; v++) {
        const [row, column] = [i * stride + u - 1, j * stride + v - 1]
        if (row < 0 || row >= height || column < 0 || column >= width) continue
        for (let c = 0; c < input; c++) for (let o = 0; o < output; o++) {
          visit(((b * height + row) * width + column) * input + c, ((u * 3 + v) * input + c) * output + o, ((b * rows + i) * columns + j) * output + o)
        }
      }
    }
  })
}

/** 4×4, stride 2, padding 1; x `[B, H, W, I]`, filter `[4, 4, O, I]`, y and dy `[B, 2H, 2W, O]`. */
export function referenceTransposedConvolution(
  { batch, height, width, input, output }: Omit<ConvolutionShape, 'stride'>,
  { x, filter, bias, dy }: { x: ArrayLike<number>; filter: ArrayLike<number>; bias: ArrayLike<number>; dy: ArrayLike<number> },
): ConvolutionResult {
  return contract({ x: x.length, filter: filter.length, y: dy.length, output }, { x, filter, bias, dy }, (visit) => {
    for (let b = 0; b < batch; b++) for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) {
      for (let u = 0; u < 4; u++) for (let v = 0; v < 4; v++) {
        const [row, column] = [2 * i + u - 1, 2 * j + v - 1]
        if (row < 0 || row >= 2 * height || column < 0 || column >= 2 * width) continue
        for (let c = 0; c < input; c++) for (let o = 0; o < output; o++) {
          visit(((b * height + i) * width + j) * input + c, ((u * 4 + v) * output + o) * input + c, ((b * 2 * height + row) * 2 * width + column) * output + o)
        }
      }
    }
  })
}

/** y = sum x·filter over the triples of places that `triples` visits, with the three gradients of the same sum. */
function contract(
  sizes: { x: number; filter: number; y: number; output: number },
  { x, filter, bias, dy }: { x: ArrayLike<number>; filter: ArrayLike<number>; bias: ArrayLike<number>; dy: ArrayLike<number> },
  triples: (visit: (atX: number, atFilter: number, atY: number) => void) => void,
): ConvolutionResult {
  const y = Float64Array.from({ length: sizes.y }, (_, at) => bias[at % sizes.output])
  const [dx, dFilter, dBias] = [sizes.x, sizes.filter, sizes.output].map((size) => new Float64Array(size))
  triples((atX, atFilter, atY) => {
    y[atY] += x[atX] * filter[atFilter]
    dx[atX] += dy[atY] * filter[atFilter]
    dFilter[atFilter] += dy[atY] * x[atX]
  })
  for (let at = 0; at < sizes.y; at++) dBias[at % sizes.output] += dy[at]
  return { y, dx, dFilter, dBias }
}

export interface GroupNormShape { batch: number; pixels: number; channels: number; groups: number }

/** silu(scale (x - mean) / sqrt(variance + 1e-5) + shift), x `[B, pixels, C]`. */
export function referenceGroupNormSilu(
  { batch, pixels, channels, groups }: GroupNormShape, x: ArrayLike<number>, scale: ArrayLike<number>, shift: ArrayLike<number>,
): Float64Array {
  const y = new Float64Array(x.length)
  const size = channels / groups
  for (let b = 0; b < batch; b++) for (let group = 0; group < groups; group++) {
    const members = Array.from({ length: pixels * size }, (_, m) => (b * pixels + Math.floor(m / size)) * channels + group * size + (m % size))
    const mean = members.reduce((sum, at) => sum + x[at], 0) / members.length
    const variance = members.reduce((sum, at) => sum + (x[at] - mean) ** 2, 0) / members.length
    for (const at of members) {
      const z = (scale[at % channels] * (x[at] - mean)) / Math.sqrt(variance + 1e-5) + shift[at % channels]
      y[at] = z / (1 + Math.exp(-z))
    }
  }
  return y
}

/**
 * Gradient of sum dy·f in one of f's arguments, by central differences in float64: exact to about 1e-9 of its size, which
 * float32 cannot tell from the truth.
 */
export function differenceGradient(f: (argument: Float64Array) => Float64Array, at: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  const h = 1e-5
  const argument = Float64Array.from(at)
  const along = (i: number, value: number) => {
    argument[i] = value
    return f(argument).reduce((sum, y, k) => sum + y * dy[k], 0)
  }
  return argument.map((_, i) => {
    const value = at[i]
    const slope = (along(i, value + h) - along(i, value - h)) / (2 * h)
    argument[i] = value
    return slope
  })
}
