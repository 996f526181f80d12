import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/kubernetes/record'
import { findingsOf, inquire } from '../inquiry.fixture'
import { crashLoop } from './crash-loop'
import { aContainer, aReadyPod, aWebPod, ended, later, no, runningSince, waiting, web } from './pods.fixture'
import { probeFailing } from './probe-failing'

const crashing = (over: Partial<Container> = {}): Partial<Container> => ({
  state: waiting('CrashLoopBackOff'),
  last: ended(1),
  restarts: 14,
  ...over,
})
const now = { now: later }

describe('containers that keep crashing', () => {
  it('are one finding for all pods of a workload, with the exit code and the most restarts', () => {
    const pods = [
      aWebPod('a', crashing()),
      aWebPod('b', crashing({ restarts: 3 })),
      aWebPod('c', crashing({ last: ended(2) })),
      aReadyPod('d'),
    ]
    const findings = findingsOf(crashLoop, web(pods), now)
    expect(findings).toMatchObject([
      {
        id: 'crash-loop:Deployment.web.api',
        severity: 'error',
        facts: { ready: 1, total: 4, pods: 3, some: 'no', container: 'api', end: 'failed', exitCode: 1, restarts: 14 },
        command: 'kubectl -n default logs a -c api --previous',
        since: '2026-01-01T00:09:00Z',
      },
    ])
    expect(findings[0]?.objects.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'Deployment/web',
      'Pod/a',
      'Pod/b',
      'Pod/c',
    ])
    expect(findings[0]?.evidence).toMatchObject([
      { path: 'status.containerStatuses[name=api].state', state: { reason: 'CrashLoopBackOff' }, restarts: 14 },
      { path: 'status.containerStatuses[name=api].lastState', state: { exitCode: 1 } },
      {},
      {},
    ])
  })

  it.each([
    [ended(137, 'OOMKilled'), 'memory'],
    [ended(0, 'Completed'), 'done'],
    [ended(127), 'command'],
    [ended(143), 'killed'],
  ])('%o: the end is told as %s', (last, end) => {
    expect(findingsOf(crashLoop, web([aWebPod('a', crashing({ last }))]), now)[0]?.facts).toMatchObject({ end })
  })

  it('are told apart by container, and from other troubles of other pods', () => {
    const two = [
      aContainer({ ready: false, ...crashing() }),
      aContainer({ name: 'proxy', ready: false, ...crashing() }),
    ]
    const pods = [aWebPod('a', {}, { containers: two }), aWebPod('b', { state: waiting('ImagePullBackOff') })]
    const findings = findingsOf(crashLoop, web(pods), now)
    expect(findings.map(({ id }) => id)).toEqual(['crash-loop:Deployment.web.api', 'crash-loop:Deployment.web.proxy'])
    expect(findings[0]?.facts).toMatchObject({ pods: 1, total: 2, some: 'yes' })
  })

  it('include an init container, which is named as one', () => {
    const init = aContainer({ name: 'migrate', init: true, ...crashing() })
    const pod = aWebPod(
      'a',
      {},
      {
        ips: [],
        conditions: [no('Initialized'), no('Ready')],
        containers: [aContainer({ ready: false, state: waiting('PodInitializing') }), init],
      },
    )
    expect(findingsOf(crashLoop, web([pod]), now)).toMatchObject([
      {
        facts: { init: 'yes', container: 'migrate' },
        evidence: [{ path: 'status.initContainerStatuses[name=migrate].state' }, {}],
      },
    ])
  })

  it('are told between two runs too: ended and not yet started again, or running again for a moment', () => {
    const terminated = aWebPod('a', { state: ended(1), restarts: 0 })
    expect(findingsOf(crashLoop, web([terminated]), now)[0]?.command).toBe('kubectl -n default logs a -c api')

    const again = aWebPod('a', { state: runningSince('2026-01-01T00:09:30Z'), last: ended(1), restarts: 5 })
    const verdict = inquire(crashLoop, web([again]), now)
    expect(verdict.findings).toHaveLength(1)
    expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T00:10:30Z'))
  })

  it('of pods that no workload made stand together', () => {
    const [a, b] = ['a', 'b'].map((name) => {
      const { owner: _, ...bare } = aWebPod(name, crashing())
      return bare
    })
    const findings = findingsOf(crashLoop, web([a!, b!]), now)
    expect(findings).toMatchObject([{ id: 'crash-loop:api', facts: { pods: 2, workload: '' } }])
  })
})

describe('nothing is said of', () => {
  it('a container that crashed before and is ready now', () => {
    const pod = aReadyPod('a')
    const containers = [aContainer({ ready: true, state: runningSince(later), last: ended(1), restarts: 9 })]
    expect(findingsOf(crashLoop, web([{ ...pod, containers }]), now)).toEqual([])
  })

  it('a container that crashed before and has run for long, whose probe is what fails', () => {
    const readiness = { type: 'tcp', port: 8080 } as const
    const pod = aWebPod('a', { state: runningSince('2026-01-01T00:05:00Z'), last: ended(1), restarts: 2, readiness })
    expect(findingsOf(crashLoop, web([pod]), now)).toEqual([])
    expect(findingsOf(probeFailing, web([pod]), now)).toHaveLength(1)
  })

  it('a pod that has ended, or is being deleted', () => {
    const pulling = aWebPod('b', { state: waiting('ErrImagePull') }, { ips: [] })
    for (const over of [{ phase: 'Failed' }, { deleted: later }] as const)
      expect(findingsOf(crashLoop, web([aWebPod('a', crashing(), over), pulling]), now)).toEqual([])
  })

  it('an init container that succeeded', () => {
    const done = aContainer({ name: 'migrate', init: true, state: ended(0, 'Completed') })
    const pod = aReadyPod('a')
    expect(findingsOf(crashLoop, web([{ ...pod, containers: [...pod.containers, done] }]), now)).toEqual([])
  })
})
