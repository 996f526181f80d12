import { expect, it } from 'vitest'
import { findingsOf } from '../inquiry.fixture'
import { containerConfig } from './container-config'
import { aWebPod, later, waiting, web } from './pods.fixture'

const judge = (reason: string, message?: string) =>
  findingsOf(containerConfig, web([aWebPod('a', { state: waiting(reason, message) })]), { now: later })

it.each([
  ['CreateContainerConfigError', 'secret "db" not found', 'missing'],
  ['CreateContainerConfigError', "couldn't find key password in Secret shop/db", 'key'],
  ['RunContainerError', 'exec: "/app": stat /app: no such file or directory', 'run'],
  ['PostStartHookError', undefined, 'other'],
])('%s (%s) is told as %s', (reason, message, problem) => {
  expect(judge(reason, message)).toMatchObject([
    {
      id: 'container-config:Deployment.web.api',
      severity: 'error',
      facts: { reason, problem, quote: message === undefined ? 'no' : 'yes' },
      evidence: [{ type: 'container', state: { reason } }],
    },
  ])
})

it.each(['CrashLoopBackOff', 'ImagePullBackOff', 'ContainerCreating', 'PodInitializing'])(
  '%s is no fault of the configuration',
  (reason) => {
    expect(judge(reason)).toEqual([])
  },
)
