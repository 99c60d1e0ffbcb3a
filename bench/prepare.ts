import { describeApplication } from '../src/main/services/application.ts'
import { findGraphics } from './graphics.ts'
import { describeMachine, machineLines } from './machine.ts'
import type { BenchContext, PyTorch } from './measurement.ts'
import type { BenchOptions } from './options.ts'
import { providePyTorch } from './pytorch-environment.ts'
import type { BenchRecord } from './record.ts'
import { wrap } from './table.ts'

/** What is there to measure with: the machine, its back ends, PyTorch; as a context, as the head of a record, and in words. */
export async function prepare(options: BenchOptions, scratch: string): Promise<{ context: BenchContext; record: BenchRecord; head: string }> {
  const say = (text: string) => void process.stderr.write(`  ${text}\n`)
  const machine = await describeMachine()
  say('Trying out the back ends')
  const { graphics, backends } = await findGraphics()
  const pytorch = options.pytorch ? await providePyTorch(options.compile) : { absent: 'PyTorch was left out, as asked.' }
  const { threads, rounds } = options
  const { version, commit } = describeApplication()
  return {
    context: { threads, rounds, scratch, pytorch, graphics, say },
    record: {
      date: new Date().toISOString(), parameters: process.argv.slice(2), complete: false, seconds: 0, application: { version, commit }, machine, backends,
      threads, rounds, pytorch: 'absent' in pytorch ? pytorch.absent : pytorch, measurements: [],
    },
    head: [
      ...machineLines(machine),
      ...backends.flatMap(({ name, device, reason }) => wrap(`${name}: ${[device, reason].filter(Boolean).join('. ')}`)),
      ...wrap(inWords(pytorch, graphics.cuda)),
      `${threads} threads for every peer, medians of ${rounds} alternating rounds`, '',
    ].join('\n'),
  }
}

function inWords(pytorch: PyTorch, cuda: boolean): string {
  if ('absent' in pytorch) return pytorch.absent
  const name = `PyTorch ${pytorch.version}`
  if (pytorch.card) return `${name}: on the processor and on ${pytorch.card}, CUDA ${pytorch.cuda}, cuDNN ${pytorch.cudnn}`
  return cuda ? `${name}: on the processor alone. It refuses the card: ${pytorch.cardRefused}` : `${name}: on the processor`
}
