import { describe, expect, it } from 'vitest'
import { redactObject } from './redact'

const CANARY = 'canary-7f3a'

const pod = (spec: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', ...metadata },
  spec,
})

const shown = (object: unknown) => JSON.stringify(redactObject(object))

describe('an object as a person may see it', () => {
  it('hides the value of every environment variable, wherever containers stand', () => {
    const containers = [{ name: 'app', env: [{ name: 'MODE', value: CANARY }, { name: 'EMPTY' }] }]
    const spec = { containers, initContainers: containers, ephemeralContainers: containers }
    for (const object of [pod(spec), { kind: 'Deployment', spec: { template: { spec } } }]) {
      expect(shown(object)).not.toContain(CANARY)
      expect(shown(object)).toContain('"MODE","value":"(hidden)"')
    }
  })

  it('says where a variable comes from', () => {
    const valueFrom = { secretKeyRef: { name: 'db', key: 'password' } }
    const env = [{ name: 'PASSWORD', valueFrom }]
    expect(redactObject(pod({ containers: [{ env }] }))).toMatchObject({ spec: { containers: [{ env }] } })
  })

  it('leaves out managed fields, and every copy of the object in its annotations', () => {
    const annotations = {
      'kubectl.kubernetes.io/last-applied-configuration': `{"spec":"${CANARY}"}`,
      'banzaicloud.com/last-applied': CANARY,
      'kapp.k14s.io/original': CANARY,
      'objectset.rio.cattle.io/applied': CANARY,
      'example.com/kept': `{"containers":[{"env":[{"value":"${CANARY}"}]}]}`,
      'prometheus.io/port': '9090',
    }
    const made = redactObject({
      ...pod({}, { annotations, managedFields: [{ manager: CANARY }] }),
      template: { metadata: { annotations } },
    })
    expect(JSON.stringify(made)).not.toContain(CANARY)
    expect(made.metadata).toEqual({
      name: 'web-1',
      namespace: 'shop',
      annotations: { 'example.com/kept': '(hidden)', 'prometheus.io/port': '9090' },
    })
  })

  it('leaves out payload, and keeps fields of that name elsewhere', () => {
    const payload = { data: CANARY, stringData: CANARY, binaryData: CANARY }
    expect(redactObject({ kind: 'Any', ...payload, spec: { data: 'kept' } })).toEqual({
      kind: 'Any',
      spec: { data: 'kept' },
    })
  })

  it('hides passwords on a command line, and nothing else of it', () => {
    const args = [
      '--port=8080',
      `--db-password=${CANARY}`,
      '--api-token',
      CANARY,
      `--dsn=postgres://user:${CANARY}@db:5432/shop`,
      '--token-file=/var/run/token',
      '--secret-name=web-tls',
    ]
    expect(redactObject(pod({ containers: [{ args, command: ['sh', '-c', 'exec web'] }] })).spec).toEqual({
      containers: [
        {
          args: [
            '--port=8080',
            '--db-password=(hidden)',
            '--api-token',
            '(hidden)',
            '--dsn=postgres://(hidden)@db:5432/shop',
            '--token-file=/var/run/token',
            '--secret-name=web-tls',
          ],
          command: ['sh', '-c', 'exec web'],
        },
      ],
    })
  })

  it('hides the header that a probe signs in with, and shows the one that it asks by', () => {
    const httpHeaders = [
      { name: 'Authorization', value: `Basic ${CANARY}` },
      { name: 'Host', value: 'shop.example.com' },
    ]
    const text = shown(pod({ containers: [{ readinessProbe: { httpGet: { httpHeaders } } }] }))
    expect(text).not.toContain(CANARY)
    expect(text).toContain('shop.example.com')
  })

  it('shortens the bundle of a certificate authority', () => {
    const webhooks = [{ clientConfig: { caBundle: 'A'.repeat(1200), service: { name: 'web' } } }]
    expect(redactObject({ webhooks, spec: { caBundle: 'B'.repeat(99) } })).toEqual({
      webhooks: [{ clientConfig: { caBundle: `${'A'.repeat(24)}… (1200 characters)`, service: { name: 'web' } } }],
      spec: { caBundle: `${'B'.repeat(24)}… (99 characters)` },
    })
  })

  it('reads hostile keys and foreign shapes without a stumble', () => {
    const hostile = JSON.parse('{"metadata":{"labels":{"__proto__":"a","constructor":"b"}},"env":"text"}')
    expect(JSON.stringify(redactObject(hostile))).toBe(JSON.stringify(hostile))
    expect(redactObject('text')).toEqual({})
    expect(redactObject(pod({ containers: [{ env: [CANARY] }] }))).not.toContain(CANARY)
  })
})
