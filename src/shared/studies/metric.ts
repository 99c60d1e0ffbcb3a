/** What the interface says of a metric. The keys of a study's table are the names in `metrics.jsonl`. */
export interface MetricDescription {
  /** In words, sentence case. */
  label: string
  /** KaTeX source. */
  symbol: string
  /** One line: what it measures, over what range, and what a perfect model reaches. */
  meaning: string
  /** Text; empty when dimensionless. */
  unit: string
  lowerIsBetter: boolean
}
