import { describe, expect, it } from 'vitest'
import type { Finding, Severity } from '@/lib/kubernetes/finding'
import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import type { ObjectRef } from '@/lib/kubernetes/record'
import { aNode, aPod } from '@/lib/topology/records.fixture'
import { explanations } from './explanations'
import { fold } from './fold'
import { aCluster } from './inquiry.fixture'
import { worstFirst } from './order'
import type { Rule } from './rule'
import { ruleBook } from './rules'

const codes = ['no-pod-matches', 'node-not-ready', 'crash-loop', 'probe-failing', 'single-ready-endpoint', 'one-node']
const compare = worstFirst({
  services: codes.map((code): Rule => ({ code, needs: [], judge: () => [] })),
  namespaces: [],
})
const cluster = aCluster([
  aNode('worker-1', 'a'),
  aNode('worker-2', 'b'),
  aPod('p1', { node: 'worker-1' }),
  aPod('p2', { node: 'worker-2' }),
])

const pod = (name: string): ObjectRef => ({ kind: 'Pod', namespace: 'default', name })
const node = (name: string): ObjectRef => ({ kind: 'Node', namespace: '', name })
const route = (name: string): ObjectRef => ({ kind: 'HTTPRoute', namespace: 'default', name })

function aFinding(code: string, severity: Severity, objects: readonly ObjectRef[] = [], over: Partial<Finding> = {}) {
  return { id: code, code, severity, facts: {}, objects, evidence: [], command: 'kubectl get pods', ...over }
}

/** `code`, and behind each what it is folded under. */
function folded(...findings: readonly Finding[]): readonly string[] {
  return fold(findings, compare, cluster).map(({ id, cause }) => (cause === undefined ? id : `  ${id} < ${cause}`))
}

describe('reading order', () => {
  it('reads errors before warnings, and equals in the order of the rules', () => {
    expect(
      folded(
        aFinding('one-node', 'info'),
        aFinding('single-ready-endpoint', 'warning'),
        aFinding('probe-failing', 'error', [pod('p1')]),
        aFinding('crash-loop', 'error', [pod('p2')], { id: 'crash-loop:b' }),
        aFinding('crash-loop', 'error', [pod('p2')], { id: 'crash-loop:a' }),
      ).filter((line) => !line.startsWith(' ')),
    ).toEqual(['crash-loop:a', 'crash-loop:b', 'probe-failing'])
  })

  it('does not depend on the order in which the rules were asked', () => {
    const findings = [
      aFinding('crash-loop', 'error', [pod('p1')]),
      aFinding('probe-failing', 'error', [pod('p1')]),
      aFinding('single-ready-endpoint', 'warning'),
    ]
    expect(folded(...findings)).toEqual(folded(...[...findings].reverse()))
  })
})

describe('consequences', () => {
  it('folds what crashing pods bring about under the crash', () => {
    expect(
      folded(
        aFinding('single-ready-endpoint', 'warning'),
        aFinding('probe-failing', 'error', [pod('p1')]),
        aFinding('crash-loop', 'error', [pod('p1'), pod('p2')]),
      ),
    ).toEqual(['crash-loop', '  probe-failing < crash-loop', '  single-ready-endpoint < crash-loop'])
  })

  it('leaves a failing probe of other pods by itself', () => {
    expect(
      folded(aFinding('crash-loop', 'error', [pod('p1')]), aFinding('probe-failing', 'error', [pod('p1'), pod('p2')])),
    ).toEqual(['crash-loop', 'probe-failing'])
  })

  it('follows a list of pods that was cut as far as it goes', () => {
    const many = Array.from({ length: MAX_OBJECTS }, (_, at) => pod(`many-${at}`))
    expect(
      folded(aFinding('crash-loop', 'error', many), aFinding('probe-failing', 'error', [pod('many-0'), pod('p1')])),
    ).toEqual(['crash-loop', '  probe-failing < crash-loop'])
  })

  it('names the deepest cause where one follows from another', () => {
    expect(
      folded(
        aFinding('probe-failing', 'error', [pod('p1')]),
        aFinding('crash-loop', 'error', [pod('p1')]),
        aFinding('node-not-ready', 'error', [pod('p1'), node('worker-1')]),
      ),
    ).toEqual(['node-not-ready', '  crash-loop < node-not-ready', '  probe-failing < node-not-ready'])
  })

  it('blames unready pods for a crowd on one node only where they stand on another one', () => {
    const crowd = aFinding('one-node', 'warning', [node('worker-1')], { facts: { node: 'worker-1' } })
    expect(folded(aFinding('crash-loop', 'error', [pod('p2')]), crowd)).toEqual([
      'crash-loop',
      '  one-node < crash-loop',
    ])
    expect(folded(aFinding('crash-loop', 'error', [pod('p1')]), crowd)).toEqual(['crash-loop', 'one-node'])
  })

  it('blames unready pods for a node without endpoints only where they stand on it', () => {
    const gaps = (...nodes: readonly string[]) => aFinding('internal-local-gaps', 'warning', nodes.map(node))
    const crash = aFinding('crash-loop', 'error', [pod('p2')])
    expect(folded(crash, gaps('worker-2'))).toEqual(['crash-loop', '  internal-local-gaps < crash-loop'])
    expect(folded(crash, gaps('worker-1', 'worker-2'))).toEqual(['crash-loop', 'internal-local-gaps'])
  })

  it('ties a route to the Gateway that both name, and not to another one', () => {
    const accepted = aFinding('route-not-accepted', 'error', [route('a')])
    expect(folded(aFinding('gateway-missing', 'error', [route('a')]), accepted)).toEqual([
      'gateway-missing',
      '  route-not-accepted < gateway-missing',
    ])
    expect(folded(aFinding('gateway-missing', 'error', [route('b')]), accepted)).toHaveLength(2)
  })

  it('makes a cause as bad as the worst that follows from it, and names what follows', () => {
    const [cause] = fold(
      [aFinding('scaled-to-zero', 'warning'), aFinding('apiservice-unavailable', 'error')],
      compare,
      cluster,
    )
    expect(cause).toMatchObject({
      code: 'scaled-to-zero',
      severity: 'error',
      consequences: ['apiservice-unavailable'],
    })
  })

  it('does not make a fault of what somebody wants', () => {
    const [cause] = fold([aFinding('being-deleted', 'info'), aFinding('all-finished', 'error')], compare, cluster)
    expect(cause).toMatchObject({ code: 'being-deleted', severity: 'info', consequences: ['all-finished'] })
  })

  it('loses nothing where explanations go in a circle', () => {
    const circle = ['a', 'b', 'c'].map((code, at, all) => ({
      causes: new Set([code]),
      tie: 'subject' as const,
      consequences: new Set([all[(at + 1) % all.length] ?? '']),
    }))
    const findings = ['a', 'b', 'c'].map((code) => aFinding(code, 'error'))
    expect(fold(findings, compare, cluster, circle)).toHaveLength(3)
  })
})

describe('explanations', () => {
  it('are of rules that there are', () => {
    const codes = new Set([...ruleBook.services, ...ruleBook.namespaces].map(({ code }) => code))
    const named = explanations.flatMap(({ causes, consequences }) => [...causes, ...consequences])
    expect(named.filter((code) => !codes.has(code))).toEqual([])
  })

  it('explain nothing by itself', () => {
    for (const { causes, consequences } of explanations)
      for (const code of causes) expect(consequences.has(code)).toBe(false)
  })
})
