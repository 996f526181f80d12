import { bench, describe } from 'vitest'
import { createInterner } from './intern'
import { readPod } from './read-pod'
import { sameRecord } from './same-record'

/** A pod as an API server sends it, with the parts that are left behind. */
function podJson(index: number): object {
  const time = new Date(1_760_000_000_000 + index * 1000).toISOString()
  const app = `app-${index % 50}`
  return {
    metadata: {
      name: `${app}-6d8f9c7b5d-${index}`,
      namespace: `team-${index % 20}`,
      uid: `00000000-0000-4000-8000-${index}`,
      creationTimestamp: time,
      labels: { app, 'app.kubernetes.io/name': app, 'pod-template-hash': '6d8f9c7b5d', version: 'v1' },
      ownerReferences: [{ kind: 'ReplicaSet', name: `${app}-6d8f9c7b5d`, uid: app, controller: true }],
      managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:status': { 'f:conditions': { 'f:type': {} } } } }],
    },
    spec: {
      nodeName: `worker-${index % 100}`,
      containers: [
        {
          name: 'web',
          image: `shop/${app}:1.2.3`,
          env: [{ name: 'A', value: 'x'.repeat(40) }],
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
        },
      ],
    },
    status: {
      phase: 'Running',
      podIPs: [{ ip: `10.244.0.${index}` }, { ip: `fd00::${index}` }],
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
        (type) => ({ type, status: 'True', lastTransitionTime: time }),
      ),
      containerStatuses: [{ name: 'web', ready: true, restartCount: 0, state: { running: { startedAt: time } } }],
    },
  }
}

const page = JSON.stringify(Array.from({ length: 500 }, (_, index) => podJson(index)))

describe('a page of 500 pods', () => {
  const interner = createInterner()
  const pods = () => (JSON.parse(page) as unknown[]).map((json) => readPod(json, interner))
  const [one, two] = [pods(), pods()]

  bench('parsed', () => {
    JSON.parse(page)
  })
  bench('parsed and read', () => {
    pods()
  })
  bench('compared with its like', () => {
    for (const [index, pod] of one.entries()) sameRecord(pod, two[index])
  })
})
