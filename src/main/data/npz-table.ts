import type { TablePreview } from '../../shared/dataset.ts'
import { decodeNpy, readNpyShape } from '../../shared/npy.ts'
import { Problem } from '../../shared/problem.ts'
import { openArrayTable } from './npy-table.ts'
import type { Table } from './table.ts'
import { readZipEntries, type ZipEntry } from './zip-entries.ts'

/** A member of the archive: its key in Python, and its shape, or why it cannot be read. */
interface Member {
  key: string
  entry: ZipEntry
  shape: number[] | null
  problem: Problem | null
}

/** Stands for "the one-dimensional arrays side by side" among the names of arrays, none of which begins with a star in NumPy. */
const sideBySide = '*'
const mostColumns = 1000

/**
 * An archive of `numpy.savez`: one array `[N, C]` of it, or its one-dimensional arrays of equal length as columns, as
 * `numpy.savez(name, x=x, y=y)` writes them. The first that fits, or the chosen one. Arrays of Python objects stay closed.
 */
export function openNpzTable(bytes: Buffer, chosen?: string): Table {
  const members = readZipEntries(bytes).filter(({ name }) => name.endsWith('.npy')).map(describeMember)
  if (members.length === 0) throw new Problem('NoArrays', 'The archive holds no NumPy arrays (an .xlsx or .ods file is an archive, too).', 'Save the points with numpy.savez, or the sheet as CSV.')
  const columns = longestFamily(members)
  const arrays: TablePreview['arrays'] = [
    ...members.filter(({ shape }) => shape?.length === 2).map(({ key, shape }) => ({ name: key, label: `${key}, shape (${shape!.join(', ')})` })),
    ...(columns.length >= 2 ? [{ name: sideBySide, label: `${columns.map(({ key }) => key).join(', ').slice(0, 60)} as columns` }] : []),
  ]
  const name = chosen ?? (arrays.find((array) => fits(array.name, members)) ?? arrays[0])?.name
  if (name === undefined) throw nothingFits(members)
  const table = name === sideBySide && columns.length >= 2 ? openColumns(columns) : openMember(name, members)
  return { ...table, format: 'npz', reading: { array: name }, arrays }
}

function describeMember(entry: ZipEntry): Member {
  const key = entry.name.replace(/\.npy$/, '')
  try {
    return { key, entry, shape: readNpyShape(entry.peek()), problem: null }
  } catch (error) {
    if (error instanceof Problem) return { key, entry, shape: null, problem: error }
    throw error
  }
}

/** Is it an array of points as it stands, or the columns side by side? */
function fits(name: string, members: Member[]): boolean {
  const shape = members.find(({ key }) => key === name)?.shape
  return name === sideBySide || (shape !== undefined && shape !== null && shape[0] > 0 && shape[1] >= 2 && shape[1] <= mostColumns)
}

/** The one-dimensional arrays of that length which most of them have. */
function longestFamily(members: Member[]): Member[] {
  const families = new Map<number, Member[]>()
  for (const member of members) {
    if (member.shape?.length === 1 && member.shape[0] > 0) families.set(member.shape[0], [...(families.get(member.shape[0]) ?? []), member])
  }
  return [...families.values()].reduce((best, family) => (family.length > best.length ? family : best), []).slice(0, mostColumns)
}

function openMember(name: string, members: Member[]): Table {
  const member = members.find(({ key }) => key === name)
  if (!member) throw new Problem('UnknownArray', `The archive has no array “${name.slice(0, 80)}”.`, `It has: ${members.map(({ key }) => key).join(', ').slice(0, 200)}.`)
  if (member.problem) throw member.problem
  return openArrayTable(decodeNpy(member.entry.read()))
}

function openColumns(members: Member[]): Table {
  const arrays = members.map(({ entry }) => decodeNpy(entry.read()))
  const count = arrays[0].data.length
  // Headers were only peeked at; what is read decides.
  const even = arrays.filter(({ data }) => data.length === count)
  const data = new Float64Array(count * even.length)
  even.forEach((array, column) => array.data.forEach((value, row) => (data[row * even.length + column] = value)))
  return openArrayTable({ shape: [count, even.length], data }, members.map(({ key }) => key))
}

function nothingFits(members: Member[]): Problem {
  const broken = members.find(({ problem }) => problem !== null)?.problem
  if (broken) return broken
  const list = members.slice(0, 8).map(({ key, shape }) => `${key} (${shape?.join(', ') ?? ''})`).join('; ')
  return new Problem('WrongShape', `No array of the archive holds points in the plane, shape (N, 2) or wider: ${list}.`, 'Save one with numpy.savez(name, points=numpy.column_stack([x, y])).')
}
