import { describe, expect, it } from 'vitest'
import { toYaml } from '@/lib/kubernetes/yaml'
import { positionOf } from './yaml-position'

const text = toYaml({
  kind: 'Pod',
  metadata: {
    labels: { app: 'web', 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/version': '1.10' },
    name: 'web-1',
  },
  spec: {
    containers: [
      { name: 'app', ports: [{ containerPort: 8080, name: 'http' }], command: ['sh', '-c', 'a: b\nname: sidecar\n'] },
      { name: 'sidecar', image: 'proxy:1', ports: [] },
    ],
    nodeName: 'worker-1',
  },
  status: {
    conditions: [
      { type: 'Initialized', status: 'True' },
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
    ],
    endpoints: [
      { targetRef: { name: 'web-1' }, ready: true },
      { addresses: ['10.0.0.2', 'fd00::2'], targetRef: { name: 'web-2' } },
    ],
  },
})

const quoted = (path: string) => {
  const position = positionOf(text, path)
  return position === undefined ? undefined : text.slice(position.from, position.to)
}

describe('where a field stands in YAML', () => {
  it('is its key and all of its value', () => {
    expect(quoted('spec.nodeName')).toBe('nodeName: worker-1')
    expect(quoted('metadata.labels')).toBe(
      'labels:\n    app: web\n    app.kubernetes.io/name: web\n    app.kubernetes.io/version: "1.10"',
    )
    expect(quoted('spec.containers[1].ports')).toBe('ports: []')
  })

  it('is found in a list by number and by name', () => {
    expect(quoted('spec.containers[0].ports[0].containerPort')).toBe('containerPort: 8080')
    expect(quoted('status.conditions[type=Ready]')).toBe(
      'reason: ContainersNotReady\n    status: "False"\n    type: Ready',
    )
    expect(quoted('status.conditions[type=Ready].status')).toBe('status: "False"')
    expect(quoted('spec.containers[name=sidecar].image')).toBe('image: proxy:1')
    expect(quoted('status.endpoints[targetRef.name=web-2]')).toContain('name: web-2')
    expect(quoted('status.endpoints[addresses=fd00::2].targetRef')).toContain('name: web-2')
    expect(quoted('metadata.labels.app.kubernetes.io/version')).toBe('app.kubernetes.io/version: "1.10"')
  })

  it('takes a key that holds dots for what it is', () => {
    expect(quoted('metadata.labels.app')).toBe('app: web')
    expect(quoted('metadata.labels.app.kubernetes.io/name')).toBe('app.kubernetes.io/name: web')
    expect(quoted('metadata.labels[app.kubernetes.io/name]')).toBe('app.kubernetes.io/name: web')
    expect(quoted('metadata.labels["app.kubernetes.io/name"]')).toBe('app.kubernetes.io/name: web')
  })

  it('is the nearest that would hold it where the field is not there', () => {
    expect(positionOf(text, 'spec.selector.app')).toMatchObject({ found: 'spec', whole: false })
    expect(positionOf(text, 'spec.containers[name=app].readinessProbe')).toMatchObject({
      found: 'spec.containers[name=app]',
      whole: false,
    })
    expect(positionOf(text, 'status.conditions[type=PodScheduled].status')).toMatchObject({
      found: 'status.conditions',
    })
    expect(positionOf(text, 'spec.containers[7]')).toMatchObject({ found: 'spec.containers' })
    expect(positionOf(text, 'spec.nodeName.more')).toMatchObject({ found: 'spec.nodeName' })
  })

  it('is nowhere where nothing of the path exists', () => {
    for (const path of ['', 'nothing', '[0]', '..', '[', 'specs', '=']) expect(positionOf(text, path)).toBeUndefined()
    expect(positionOf('', 'spec')).toBeUndefined()
    expect(positionOf(': :\n- [', 'spec')).toBeUndefined()
  })
})
