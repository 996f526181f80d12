import { describe, expect, it } from 'vitest'
import type { Event, KubernetesRecord, Node, Service } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { distributionNoEffect } from './distribution-no-effect'
import { hintsAbsent } from './hints-absent'
import { hintsPartial } from './hints-partial'
import { aControlPlane, aReadyNode, behind } from './nodes.fixture'
import { lasting } from './slices.fixture'
import { zoneWithoutHint } from './zone-without-hint'

const [a, b, c] = [aReadyNode('one', 'a'), aReadyNode('two', 'b'), aReadyNode('three', 'c')]
const nodes = [a, b]
const close = aService('web', { trafficDistribution: 'PreferClose' })
const auto = aService('web', { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } })
const ownZone = ({ zone = '' }: Node) => ({ zoneHints: [zone] })
const disabled: Event = {
  kind: 'Event',
  namespace: 'default',
  name: 'web.1',
  uid: 'uid-event',
  labels: {},
  created: '2026-01-01T00:00:00Z',
  type: 'Warning',
  reason: 'TopologyAwareHintsDisabled',
  message: 'Insufficient number of endpoints (2 endpoints, 3 zones), addressType: IPv4',
  about: { kind: 'Service', namespace: 'default', name: 'web' },
  count: 1,
}

describe('hints that are asked for and absent', () => {
  const causes = (...records: readonly KubernetesRecord[]) =>
    findingsOf(hintsAbsent, records, lasting).map(({ facts }) => facts.cause)

  it('are a warning that quotes the controller', () => {
    const [finding] = findingsOf(hintsAbsent, [...behind(auto, [a, b]), ...nodes, c, disabled], lasting)
    expect(finding).toMatchObject({
      severity: 'warning',
      facts: { asked: 'annotation', value: 'Auto', endpoints: 2, cause: 'event', message: disabled.message },
    })
    expect(finding?.evidence).toMatchObject([{ type: 'field' }, { type: 'event', message: disabled.message }])
  })

  it('are explained where the events are gone', () => {
    expect(causes(...behind(auto, [a, b]), a, b, c)).toEqual(['tooFew'])
    expect(causes(...behind(auto, [a, a]), a)).toEqual(['oneZone'])
    expect(causes(...behind(auto, [a, b]), a, b, aReadyNode('bare'))).toEqual(['noZone'])
    expect(causes(...behind(auto, [a, b]), a, { ...b, cpuMillis: 0 })).toEqual(['noCpu'])
    expect(causes(...behind(auto, [a, b]), a, b)).toEqual(['unknown'])
    expect(causes(...behind(auto, [a, b]), a, b, aControlPlane('bare'))).toEqual(['unknown'])
    const bare = aReadyNode('bare')
    expect(causes(...behind(close, [bare]), bare)).toEqual(['noZone'])
    expect(causes(...behind(close, [a]), a)).toEqual(['unknown'])
  })

  it('are waited for', () => {
    expect(inquire(hintsAbsent, [...behind(close, [a, b]), ...nodes]).findings).toEqual([])
  })

  it('are not missed where they are given, not asked for, or heeded by nobody', () => {
    expect(causes(...behind(close, [a, b], ownZone), ...nodes)).toEqual([])
    expect(causes(...behind(aService('web'), [a, b]), ...nodes)).toEqual([])
    expect(causes(...behind({ ...close, clusterIPs: ['None'] }, [a, b]), ...nodes)).toEqual([])
    expect(causes(...behind({ ...close, internalTrafficPolicy: 'Local' }, [a, b]), ...nodes)).toEqual([])
    expect(causes(close, ...nodes)).toEqual([])
  })
})

describe('hints on some ready endpoints only', () => {
  const partly = (node: Node) => (node === a ? ownZone(node) : {})

  it('are a warning: they are ignored for the port', () => {
    expect(findingsOf(hintsPartial, [...behind(close, [a, b, b], partly), ...nodes], lasting)).toMatchObject([
      {
        id: 'hints-partial:zone',
        severity: 'warning',
        facts: { kind: 'zone', ports: '80', without: 2, total: 3, address: '10.244.0.2', cause: 'unknown' },
      },
    ])
  })

  it('are told of nodes apart from zones', () => {
    const near = aService('web', { trafficDistribution: 'PreferSameNode' })
    const hints = (node: Node) => ({ ...ownZone(node), ...(node === a && { nodeHints: [node.name] }) })
    expect(findingsOf(hintsPartial, [...behind(near, [a, b], hints), ...nodes], lasting)).toMatchObject([
      { id: 'hints-partial:node', facts: { kind: 'node', without: 1, total: 2 } },
    ])
  })

  it('are whole where those without are not ready, or stand behind another port', () => {
    const [service, ...rest] = behind(close, [a, b], (node) => (node === a ? ownZone(node) : { ready: false }))
    expect(findingsOf(hintsPartial, [service as Service, ...rest, ...nodes], lasting)).toEqual([])
    expect(findingsOf(hintsPartial, [...behind(close, [a, b], ownZone), ...nodes], lasting)).toEqual([])
    expect(findingsOf(hintsPartial, [...behind(close, [a, b]), ...nodes], lasting)).toEqual([])
  })
})

describe('a zone that no endpoint is meant for', () => {
  it('is worth knowing', () => {
    expect(findingsOf(zoneWithoutHint, [...behind(close, [a, b], ownZone), a, b, c], lasting)).toMatchObject([
      { severity: 'info', facts: { zones: 1, names: 'c', nodes: 1 }, objects: [{ kind: 'Node', name: 'three' }] },
    ])
  })

  it('is none of a control plane, of a cluster whose zones all have one, or of hints that are ignored', () => {
    const records = behind(close, [a, b], ownZone)
    expect(findingsOf(zoneWithoutHint, [...records, a, b, aControlPlane('master', 'c')], lasting)).toEqual([])
    expect(findingsOf(zoneWithoutHint, [...records, a, b], lasting)).toEqual([])
    const partly = behind(close, [a, b], (node) => (node === a ? ownZone(node) : {}))
    expect(findingsOf(zoneWithoutHint, [...partly, a, b, c], lasting)).toEqual([])
  })
})

describe('trafficDistribution without effect', () => {
  const reasons = (over: Partial<Service>) =>
    findingsOf(distributionNoEffect, [{ ...close, ...over }]).map(({ facts }) => facts.reason)

  it('is told why', () => {
    expect(reasons({ annotations: auto.annotations ?? {} })).toEqual(['annotation'])
    expect(reasons({ internalTrafficPolicy: 'Local' })).toEqual(['local'])
    expect(reasons({ clusterIPs: ['None'] })).toEqual(['headless'])
  })

  it('has one where clients come from outside, or the annotation is off', () => {
    const nodePort = { protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 } as const
    expect(reasons({ internalTrafficPolicy: 'Local', ports: [nodePort] })).toEqual([])
    expect(reasons({ annotations: { 'service.kubernetes.io/topology-mode': 'Disabled' } })).toEqual([])
    expect(findingsOf(distributionNoEffect, [aService('web', { internalTrafficPolicy: 'Local' })])).toEqual([])
  })
})
