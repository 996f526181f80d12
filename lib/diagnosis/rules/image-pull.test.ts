import { describe, expect, it } from 'vitest'
import { findingsOf } from '../inquiry.fixture'
import { imagePull } from './image-pull'
import { aReadyPod, aWebPod, later, waiting, web } from './pods.fixture'

const now = { now: later }
const pulling = (reason: string, message?: string) =>
  web([aWebPod('a', { image: 'registry.example/api:2', state: waiting(reason, message) }, { ips: [] })])

describe('an image that cannot be had', () => {
  it.each([
    ['InvalidImageName', undefined, 'name'],
    ['ErrImageNeverPull', undefined, 'never'],
    ['ErrImagePull', 'failed to resolve reference "x:2": x:2: not found', 'absent'],
    ['ErrImagePull', 'pull access denied, repository does not exist or may require authorization', 'denied'],
    ['ErrImagePull', 'dial tcp: lookup registry.example: no such host', 'unreachable'],
    ['ErrImagePull', 'toomanyrequests: You have reached your pull rate limit', 'limited'],
    ['ImagePullBackOff', 'Back-off pulling image "x"', 'other'],
    ['RegistryUnavailable', undefined, 'other'],
  ])('%s (%s) is told as %s', (reason, message, problem) => {
    expect(findingsOf(imagePull, pulling(reason, message), now)).toMatchObject([
      { severity: 'error', facts: { container: 'api', image: 'registry.example/api:2', problem, ready: 0, total: 1 } },
    ])
  })

  it('keeps its address while the kubelet pulls and waits in turn', () => {
    const ids = ['ErrImagePull', 'ImagePullBackOff'].map((reason) => findingsOf(imagePull, pulling(reason), now)[0]?.id)
    expect(ids).toEqual(['image-pull:Deployment.web.api', 'image-pull:Deployment.web.api'])
  })

  it('is told of many pods once, beside those that answer', () => {
    const pods = [aReadyPod('a'), ...['b', 'c'].map((name) => aWebPod(name, { state: waiting('ErrImagePull') }))]
    expect(findingsOf(imagePull, web(pods), now)).toMatchObject([
      { facts: { ready: 1, total: 3, pods: 2, some: 'no' } },
    ])
  })
})

it('a container that is being created has no trouble with its image', () => {
  expect(findingsOf(imagePull, pulling('ContainerCreating'), now)).toEqual([])
})
