import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aContainer, aPort, aWebPod, toPort } from './ports.fixture'
import { targetPortUndeclared } from './target-port-undeclared'

const service = aService('web', { ports: [toPort(8080)] })
const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(targetPortUndeclared, records)

describe('a numeric targetPort that no container declares', () => {
  it('is information where every container declares others', () => {
    expect(find(service, aWebPod('a', [aPort(8000), aPort(9090)]))).toMatchObject([
      { id: 'target-port-undeclared:http', severity: 'info', facts: { targetPort: '8080', declared: '8000, 9090' } },
    ])
  })

  it('is silent where a container declares it', () => {
    expect(find(service, aWebPod('a', [aPort(8080)]))).toEqual([])
  })

  it('is silent where a container declares nothing: it may be the one that listens', () => {
    const containers = [aContainer('app', []), aContainer('proxy', [aPort(15090)])]
    expect(find(service, aWebPod('a', [], { containers }))).toEqual([])
  })

  it('is silent where the pod declares ports of another protocol only', () => {
    expect(find(service, aWebPod('a', [aPort(53, 'dns', 'UDP')]))).toEqual([])
  })

  it('is silent where a probe calls it', () => {
    const app = aContainer('app', [aPort(9090)], { readiness: { type: 'http', port: 8080 } })
    expect(find(service, aWebPod('a', [], { containers: [app] }))).toEqual([])
  })
})
