import type { Command } from './command.ts'
import { compareCommand } from './compare-command.ts'
import { computeCommand } from './compute-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { evaluateCommand } from './evaluate-command.ts'
import { figureCommand } from './figure-command.ts'
import { importCommand } from './import-command.ts'
import { presetsCommand } from './presets-command.ts'
import { resumeCommand } from './resume-command.ts'
import { runCommand } from './run-command.ts'
import { sampleCommand } from './sample-command.ts'
import { serveCommand } from './serve-command.ts'

/** In the order of the help page. */
export const commands: readonly Command[] = [
  doctorCommand, presetsCommand, runCommand, resumeCommand, sampleCommand, evaluateCommand, compareCommand, figureCommand, importCommand, computeCommand, serveCommand,
]
