import type { ColumnPreview, DataSet, TablePreview } from '../../shared/dataset.ts'

/** What the host asks of the library of data sets. */
export interface DataLibrary {
  boot(): Promise<void>
  shutdown(): Promise<void>
  list(): Promise<DataSet[]>
  /** Keeps the bytes of a dropped file until it is imported; answers with a handle. */
  receive(fileName: string, body: ReadableStream<Uint8Array>): Promise<string>
  preview(upload: string): Promise<TablePreview>
  previewColumns(upload: string, columns: [number, number]): Promise<ColumnPreview>
  import(upload: string, columns: [number, number], title: string): Promise<DataSet>
  remove(id: string): Promise<void>
  /** Where the points of a data set lie, as NPY; says nothing about whether they are there. */
  pointsFile(id: string): string
}
