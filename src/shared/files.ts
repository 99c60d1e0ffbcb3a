/**
 * Where bytes live: the same paths under `lab://app` in Electron and under the address of `serve`.
 * Each of them needs the session's token; the static bundle does not.
 */
export const filePaths = {
  /** GET: a file of a run folder, `artifacts/…` or `figures/…`. */
  run: (id: string, file: string) => `/files/runs/${encodeURIComponent(id)}/${file.split('/').map(encodeURIComponent).join('/')}`,
  /** GET: `points.npy` of a data set. */
  dataSet: (id: string) => `/files/datasets/${encodeURIComponent(id)}/points.npy`,
  /** GET: a figure exported without a run. */
  figure: (file: string) => `/files/figures/${encodeURIComponent(file)}`,
  /** POST: raw bytes of a dropped file; answers `{ "upload": "<handle>" }`. */
  upload: (fileName: string) => `/files/uploads?name=${encodeURIComponent(fileName)}`,
} as const
