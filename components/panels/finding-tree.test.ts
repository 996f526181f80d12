import { describe, expect, it } from 'vitest'
import { aFinding } from './finding.fixture'
import { type Branch, treeOf } from './finding-tree'

function ids(branches: readonly Branch[]): unknown {
  return branches.map(({ finding, consequences }) =>
    consequences.length === 0 ? finding.id : { [finding.id]: ids(consequences) },
  )
}

describe('findings as a tree', () => {
  it('stand in their order, consequences under their cause', () => {
    const crash = aFinding({ id: 'crash', consequences: ['alone', 'gone'] })
    const alone = aFinding({ id: 'alone', severity: 'warning', consequences: ['zone'] })
    const findings = [crash, aFinding({ id: 'port' }), alone, aFinding({ id: 'zone' })]
    expect(ids(treeOf(findings))).toEqual([{ crash: [{ alone: ['zone'] }] }, 'port'])
  })

  it('are each told once, whatever names whom', () => {
    const findings = [
      aFinding({ id: 'a', consequences: ['b'] }),
      aFinding({ id: 'b', consequences: ['a', 'c'] }),
      aFinding({ id: 'c' }),
      aFinding({ id: 'd', consequences: ['c', 'd'] }),
    ]
    const told = JSON.stringify(ids(treeOf(findings)))
    for (const id of ['a', 'b', 'c', 'd']) expect(told.split(`"${id}"`)).toHaveLength(2)
  })
})
