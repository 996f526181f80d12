import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { Change } from '@/lib/kubernetes/records'
import { differenceBetween, type Plain } from './difference'
import type { StreamChange, StreamRecord } from './message'

/** What has been told of one scope, so that the next change need tell only what differs. */
export interface Told {
  /**
   * The change as short as those understand it who hold all that was told before. It counts as told: changes must be
   * given in the order in which they travel.
   */
  tell(change: Change<StreamRecord>): StreamChange
}

/** A patch of so few characters is shorter than any record. */
const SURELY_SHORTER = 160

/** Of whoever holds these records, and will hold each change that is told. */
export function createTold(records: Iterable<StreamRecord>): Told {
  const told = new Map<string, StreamRecord>()
  /** By kind and owner the key of one that was told: records of one owner are made after one template. */
  const siblings = new Map<string, Key>()

  function keep(record: StreamRecord, key: Key) {
    told.set(`${record.kind}/${key}`, record)
    if ('owner' in record && record.owner !== undefined) siblings.set(`${record.kind}/${record.owner.uid}`, key)
  }

  function siblingOf(record: StreamRecord): Key | undefined {
    return 'owner' in record && record.owner !== undefined
      ? siblings.get(`${record.kind}/${record.owner.uid}`)
      : undefined
  }

  function shortest(change: Extract<Change<StreamRecord>, { type: 'put' }>, key: Key): StreamChange {
    const { record } = change
    const { kind } = record
    const own = told.get(`${kind}/${key}`)
    const base = own === undefined ? siblingOf(record) : undefined
    const from = own ?? (base === undefined ? undefined : told.get(`${kind}/${base}`))
    if (from === undefined) return change
    const diff = differenceBetween(asPlain(from), asPlain(record)) ?? {}
    const patch: StreamChange = { type: 'patch', kind, key, ...(base === undefined ? {} : { base }), diff }
    const { length } = JSON.stringify(patch)
    return length <= SURELY_SHORTER || length < JSON.stringify(change).length ? patch : change
  }

  for (const record of records) keep(record, keyOf(record))

  return {
    tell(change) {
      if (change.type === 'remove') {
        told.delete(`${change.kind}/${change.key}`)
        return change
      }
      const key = keyOf(change.record)
      const shorter = shortest(change, key)
      keep(change.record, key)
      return shorter
    },
  }
}

/** Records are plain JSON without nulls; an interface, unlike a type, does not say so by itself. */
function asPlain(record: StreamRecord): Plain {
  return record as unknown as Plain
}
