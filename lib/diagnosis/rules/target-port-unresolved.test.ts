import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aContainer, aPort, aWebPod, toPort } from './ports.fixture'
import { targetPortUnresolved } from './target-port-unresolved'

const service = aService('web', { ports: [toPort('web')] })
const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(targetPortUnresolved, records)

describe('a targetPort that no container port is named after', () => {
  it('is an error where no pod has it', () => {
    const pods = ['a', 'b', 'c'].map((name) => aWebPod(name, [aPort(8080, 'http')]))
    const [finding, ...others] = find(service, ...pods)
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      id: 'target-port-unresolved:http',
      severity: 'error',
      facts: { port: 'http', targetPort: 'web', pods: 3, total: 3, all: 'yes', near: 'others', declared: 'http' },
    })
    expect(finding?.objects.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(finding?.evidence).toContainEqual({
      type: 'field',
      object: expect.objectContaining({ kind: 'Service' }),
      path: 'spec.ports[name=http].targetPort',
      value: 'web',
    })
  })

  it('is a warning where some pods have it', () => {
    const [finding] = find(service, aWebPod('a', [aPort(8080, 'web')]), aWebPod('b', [aPort(8080, 'api')]))
    expect(finding).toMatchObject({ severity: 'warning', facts: { pods: 1, total: 2, all: 'no' } })
    expect(finding?.objects.map(({ name }) => name)).toEqual(['b'])
  })

  it('names the container port that it was probably meant to be', () => {
    const [finding] = find(service, aWebPod('a', [aPort(9090, 'metrics'), aPort(8080, 'Web')]))
    expect(finding).toMatchObject({ facts: { near: 'name', nearest: 'Web' } })
    expect(finding?.differences).toMatchObject([{ is: 'targetPort: web', wants: 'name: Web' }])
  })

  it('looks for it in sidecars too, and not in init containers that have ended', () => {
    const sidecar = aContainer('proxy', [aPort(8080, 'wep')], { init: true, restartable: true })
    const setup = aContainer('setup', [aPort(8080, 'wep')], { init: true })
    const near = [sidecar, setup].map((container) => find(service, aWebPod('a', [], { containers: [container] }))[0])
    expect(near.map((finding) => finding?.facts.near)).toEqual(['name', 'none'])
    expect(near[0]?.evidence[1]).toMatchObject({ path: 'spec.initContainers[name=proxy].ports' })
  })

  it('says that pods declare nothing at all', () => {
    expect(find(service, aWebPod('a', []))).toMatchObject([{ facts: { near: 'none', declared: '' } }])
  })

  it('costs a headless Service its SRV records alone', () => {
    const headless = aService('web', { clusterIPs: ['None'], ports: [toPort('web')] })
    expect(find(headless, aWebPod('a', []))).toMatchObject([{ severity: 'warning', facts: { headless: 'yes' } }])
  })

  it('is told for each port that it concerns', () => {
    const two = aService('web', { ports: [toPort('web'), toPort('admin', { name: 'admin', port: 81 })] })
    expect(find(two, aWebPod('a', [])).map(({ id }) => id)).toEqual([
      'target-port-unresolved:http',
      'target-port-unresolved:admin',
    ])
  })
})

describe('no unresolved targetPort', () => {
  it('is a name that every pod has', () => {
    expect(find(service, aWebPod('a', [aPort(8080, 'web')]))).toEqual([])
  })

  it('is a number that no container declares', () => {
    expect(find(aService('web', { ports: [toPort(8080)] }), aWebPod('a', []))).toEqual([])
  })

  it('is a name that a sidecar declares, an init container that keeps running', () => {
    const sidecar = aContainer('proxy', [aPort(8080, 'web')], { init: true, restartable: true })
    expect(find(service, aWebPod('a', [], { containers: [aContainer('app', []), sidecar] }))).toEqual([])
  })

  it('is asked of pods that end or have ended', () => {
    const gone = { deleted: '2026-01-01T00:01:30Z' }
    expect(find(service, aWebPod('a', [], gone), aWebPod('b', [], { phase: 'Succeeded' }))).toEqual([])
  })

  it('is a headless Service without ports', () => {
    expect(find(aService('web', { clusterIPs: ['None'], ports: [] }), aWebPod('a', []))).toEqual([])
  })

  it('is a name under another protocol, which is told by its own rule', () => {
    expect(find(service, aWebPod('a', [aPort(8080, 'web', 'UDP')]))).toEqual([])
  })
})
