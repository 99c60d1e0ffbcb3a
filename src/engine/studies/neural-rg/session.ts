import { fieldComponents, temperatures, totalSteps, type NeuralRgConfig } from '../../../shared/studies/neural-rg/config.ts'
import type { BulkKernel } from '../../../physics/neural-rg/kernel/bulk-kernel.ts'
import type { HolographicMap } from '../../../physics/neural-rg/map/holographic-map.ts'
import { trainedNumbers } from '../../../physics/neural-rg/parameter-count.ts'
import { wellDepth } from '../../../physics/neural-rg/theory.ts'
import { stream } from '../../../physics/random/stream.ts'
import { chainAnalysis } from '../../../shared/studies/neural-rg/chain-figures.ts'
import { geometryAnalysis } from '../../../shared/studies/neural-rg/stored-geometry.ts'
import type { AnalysisOptions, Examination, ExamineOptions, StudyArtifact, StudyState, TrainingSession } from '../../study.ts'
import { generatedFields, mapParameters, monteCarloArtifact } from './artifacts.ts'
import { chainArtifacts } from './chain-artifacts.ts'
import { compareFields, evaluateMap, type MapEvaluation } from './evaluate-map.ts'
import { generateFields, renormaliseFields, renormaliseWhatStays, type TrainedMap } from './generate-fields.ts'
import { geometryArtifacts } from './geometry-artifacts.ts'
import { References, type Reference } from './references.ts'
import type { StageOne } from './stage-one.ts'
import { StageTwo, type FrozenMap } from './stage-two.ts'
import { correlatorFitTables, correlatorTable, kernelTable, kurtosisTables, scanOrderTable, scanTable, type OrderAt } from './tables.ts'
import { twistOrder } from './twist-order.ts'

/** One training of a holographic map and, after it, of its bulk; see `EngineStudy`. */
export class NeuralRgSession implements TrainingSession {
  readonly totalSteps: number
  readonly parameterCount: number
  /** Empty: the action is all that the training knows. */
  readonly dataHash = ''
  readonly analyses = [geometryAnalysis, chainAnalysis]
  readonly #config: NeuralRgConfig
  readonly #map: HolographicMap
  readonly #stageOne: StageOne
  readonly #stageTwo: StageTwo
  readonly #references: References
  /** What stage II works on, once it has begun in this session. */
  #frozen: { map: FrozenMap; exactBulk: Float64Array | null } | null = null
  /** Evaluations of the temperatures that are done, for the table of the scan. */
  readonly #scanned: MapEvaluation[] = []
  readonly #orders: OrderAt[] = []

  constructor(config: NeuralRgConfig, map: HolographicMap, stageOne: StageOne) {
    this.#config = config
    this.#map = map
    this.#stageOne = stageOne
    this.#stageTwo = new StageTwo(config, map)
    this.#references = new References(config)
    this.totalSteps = totalSteps(config)
    this.parameterCount = trainedNumbers(config)
  }

  initialArtifacts(): StudyArtifact[] {
    return []
  }

  step(index: number): void | Promise<void> {
    const { stageOne } = this.#config
    const first = stageOne.steps * temperatures(this.#config).length
    if (index < first) return this.#stageOne.step(index)
    if (this.#frozen) return this.#stageTwo.step(index - first, this.#frozen.map, this.#frozen.exactBulk)
    return this.#freeze().then(({ map, exactBulk }) => this.#stageTwo.step(index - first, map, exactBulk))
  }

  async takeTrainMetrics(): Promise<Record<string, number>> {
    const one = await this.#stageOne.takeMeans()
    const two = this.#stageTwo.takeMeans()
    // A line in which the bulk begins belongs to the bulk.
    return Number.isNaN(two.loss) ? one : two
  }

  async evaluate(step: number) {
    const { evaluation, seed } = this.#config
    const place = this.#place()
    const trained = await this.#trained()
    const measured = await evaluateMap(trained, await this.#references.at(place), { samples: evaluation.samples, seed })
    return {
      metrics: measured.metrics,
      artifacts: [
        ...generatedFields(step, measured.fields, evaluation.storedSamples, this.#shape),
        mapParameters(step, trained.parameters),
        correlatorTable(step, measured),
        ...correlatorFitTables(step, measured),
        ...kurtosisTables(step, measured),
        ...(trained.kernel ? [kernelTable(step, this.#stageTwo.edges, this.#stageTwo.couplings())] : []),
        ...this.#references.takeNew().map(({ temperature, phi }) => monteCarloArtifact(phi, this.#shape, temperature)),
        ...(await this.#scanArtifacts(step)),
      ],
    }
  }

  async sample(count: number, seed: number) {
    const { phi } = await generateFields(await this.#trained(), count, stream(seed, 'sample'))
    const { side, components } = this.#shape
    return { shape: [count, side, side, components], data: phi }
  }

  /** The geometry of the bulk; HMC on the boundary and in the bulk. */
  async analyse(kind: string, options: AnalysisOptions): Promise<StudyArtifact[]> {
    const trained = await this.#trained()
    if (kind === chainAnalysis) return chainArtifacts(trained, await this.#references.at(this.#place()), options)
    const { phi } = await this.#references.at(this.#place())
    const { bulk, leftOut } = phi ? await renormaliseWhatStays(trained, phi) : { bulk: null, leftOut: 0 }
    return geometryArtifacts({ edges: this.#stageTwo.edges, components: this.#shape.components, kernel: trained.kernel, bulk, leftOut, boundary: phi }, options)
  }

  /** Bounds, weights and consistency of the map, and observables of the theory from its weighted fields. */
  async examine({ samples, seed }: ExamineOptions): Promise<Examination> {
    const { metrics, remarks } = await evaluateMap(await this.#trained(), await this.#references.at(this.#place()), { samples, seed })
    return { metrics, remarks }
  }

  compare(samples: Float64Array, reference: Float64Array | null): Record<string, number> {
    return compareFields(samples, reference, this.#references.model(this.#place()))
  }

  async saveState(): Promise<StudyState> {
    return new Map([...await this.#stageOne.saveState(), ...this.#stageTwo.saveState()])
  }

  loadState(state: StudyState): void {
    this.#stageOne.loadState(state)
    this.#stageTwo.loadState(state)
    this.#frozen = null
    this.#scanned.length = 0
    this.#orders.length = 0
  }

  tensorCount(): number {
    return this.#stageOne.tensorCount()
  }

  dispose(): void {
    this.#stageOne.dispose()
  }

  get #shape() {
    return { side: this.#config.theory.side, components: fieldComponents(this.#config.theory) }
  }

  /** Which of the temperatures the map is at. */
  #place(): number {
    const { steps } = this.#config.stageOne
    return steps === 0 ? 0 : Math.max(0, Math.ceil(this.#stageOne.steps / steps) - 1)
  }

  async #trained(): Promise<TrainedMap> {
    return this.#withMap(await this.#stageOne.parameters(), this.#stageTwo.steps > 0 ? this.#stageTwo.kernel() : null)
  }

  #withMap(parameters: Float64Array, kernel: BulkKernel | null): TrainedMap {
    return { map: this.#map, parameters, kernel, mixture: this.#config.stageOne.symmetrise === 'mixture' }
  }

  async #freeze() {
    const reference = await this.#references.at(this.#place())
    const parameters = await this.#stageOne.parameters()
    const exactBulk = this.#config.stageTwo.estimator === 'moments' && reference.phi
      ? (await renormaliseFields({ map: this.#map, parameters, kernel: null }, reference.phi)).zeta
      : null
    return (this.#frozen = { map: { map: this.#map, parameters, model: reference.model, well: wellDepth(this.#config.theory) }, exactBulk })
  }

  /** Observables of every temperature that is done; drawn once each, from the maps that were kept. */
  async #scanArtifacts(step: number): Promise<StudyArtifact[]> {
    if (temperatures(this.#config).length < 2) return []
    const finished = await this.#stageOne.finished()
    const { evaluation, seed } = this.#config
    for (let place = this.#scanned.length; place < finished.length; place++) {
      const trained = this.#withMap(finished[place], null)
      const reference = await this.#references.at(place)
      const evaluated = await evaluateMap(trained, reference, { samples: evaluation.samples, seed })
      this.#scanned.push(evaluated)
      this.#orders.push(this.#orderAt(evaluated, reference))
    }
    return this.#scanned.length > 0 ? [scanTable(step, this.#scanned), scanOrderTable(step, this.#orders)] : []
  }

  #orderAt({ temperature, observed, reference: measured, fields }: MapEvaluation, { phi }: Reference): OrderAt {
    const { theory, seed } = this.#config
    const twist = (field: Float64Array, source: number) => twistOrder(field, theory, temperature, stream(seed, 'twist', source))
    return {
      temperature,
      sources: [{ binder: observed.binder, twist: twist(fields.phi, 0) }, measured && phi ? { binder: measured.binder, twist: twist(phi, 1) } : null],
    }
  }
}
