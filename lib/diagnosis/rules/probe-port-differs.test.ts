import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/kubernetes/record'
import { findingsOf } from '../inquiry.fixture'
import { aContainer, aReadyPod, later, web } from './pods.fixture'
import { probePortDiffers } from './probe-port-differs'

const judge = (containers: readonly Container[], service = {}) =>
  findingsOf(
    probePortDiffers,
    web([aReadyPod('a', { containers }), aReadyPod('b', { containers, ips: ['10.0.0.2'] })], service),
    {
      now: later,
    },
  )
const probing = (port: number | string, over: Partial<Container> = {}) =>
  aContainer({ ready: true, readiness: { type: 'http', port, path: '/' }, ...over })

describe('a probe of another port than the one that is called', () => {
  it('is worth a word, one for a workload', () => {
    expect(judge([probing(8081)])).toMatchObject([
      {
        id: 'probe-port-differs:Deployment.web.api',
        severity: 'info',
        facts: { container: 'api', probed: 8081, called: '8080' },
        objects: [
          { kind: 'Deployment', name: 'web' },
          { kind: 'Pod', name: 'a' },
        ],
      },
    ])
  })

  it('is found by its name too', () => {
    const ports = [
      { protocol: 'TCP', port: 8080 },
      { name: 'health', protocol: 'TCP', port: 9000 },
    ] as const
    expect(judge([probing('health', { ports })])[0]?.facts).toMatchObject({ probed: 9000 })
  })
})

it.each<[string, readonly Container[], object]>([
  ['the probe asks the port that is called', [probing(8080)], {}],
  [
    'a Service port of several is the one that is probed',
    [probing(9090)],
    {
      ports: [
        { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 },
        { name: 'health', protocol: 'TCP', port: 81, targetPort: 9090 },
      ],
    },
  ],
  ['a sidecar probes its own port', [aContainer(), probing(15021, { name: 'proxy', ports: [] })], {}],
  [
    'no container declares the port, and which one is called is unknown',
    [aContainer({ ports: [] }), probing(15021, { name: 'proxy', ports: [] })],
    {},
  ],
  ['a command is the probe', [aContainer({ readiness: { type: 'exec' } })], {}],
  ['there is no probe', [aContainer()], {}],
  ['a headless Service has no ports', [probing(8081)], { clusterIPs: ['None'], ports: [] }],
  ['the probed name does not exist', [probing('none')], {}],
])('nothing is said where %s', (_, containers, service) => {
  expect(judge(containers, service)).toEqual([])
})
