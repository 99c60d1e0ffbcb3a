/** The pictures of the bulk view, as both sides know them. */

/** Kinds of the artifacts that the analysis `bulk` writes; one of the field for each recorded sample. */
export const bulkArtifactKinds = { field: 'bulk-field', modes: 'bulk-modes', clouds: 'bulk-clouds' } as const

/** Kinds of the artifacts that the analysis `dynamics` writes. */
export const dynamicsArtifactKinds = { residualShare: 'residual-share', shellSpectrum: 'shell-spectrum' } as const
