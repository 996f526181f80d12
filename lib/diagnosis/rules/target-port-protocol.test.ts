import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aContainer, aPort, aWebPod, toPort } from './ports.fixture'
import { targetPortProtocol } from './target-port-protocol'

const service = aService('dns', { selector: { app: 'web' }, ports: [toPort('dns', { name: 'dns', protocol: 'UDP' })] })
const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(targetPortProtocol, records)

describe('a targetPort whose name stands under another protocol', () => {
  it('is an error that shows both', () => {
    expect(find(service, aWebPod('a', [aPort(53, 'dns')]))).toMatchObject([
      {
        id: 'target-port-protocol:dns',
        severity: 'error',
        facts: { protocol: 'UDP', declared: 'TCP', pods: 1, total: 1 },
        differences: [{ path: 'spec.ports[name=dns].protocol', is: 'protocol: UDP', wants: 'protocol: TCP' }],
      },
    ])
  })

  it('is none where the name stands under both', () => {
    expect(find(service, aWebPod('a', [aPort(53, 'dns'), aPort(53, 'dns', 'UDP')]))).toEqual([])
  })

  it('is none where a container that has ended long ago declares it', () => {
    const init = aContainer('setup', [aPort(53, 'dns')], { init: true })
    expect(find(service, aWebPod('a', [], { containers: [init, aContainer('app', [])] }))).toEqual([])
  })

  it('is none where the targetPort is a number', () => {
    const numeric = aService('dns', { selector: { app: 'web' }, ports: [toPort(53, { protocol: 'UDP' })] })
    expect(find(numeric, aWebPod('a', [aPort(53, 'dns')]))).toEqual([])
  })
})
