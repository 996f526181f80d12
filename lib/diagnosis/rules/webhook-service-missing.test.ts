import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { inquireNamespace, namespaceFindingsOf } from '../inquiry.fixture'
import { anApiCaller } from './exposure.fixture'
import { webhookServiceMissing } from './webhook-service-missing'

const call = { namespace: 'default', service: 'gate', port: 443 }
const strict = { ...call, webhook: 'a.example', failurePolicy: 'Fail' } as const
const lenient = { ...call, webhook: 'b.example', failurePolicy: 'Ignore' } as const
const find = (...records: Parameters<typeof namespaceFindingsOf>[1]) =>
  namespaceFindingsOf(webhookServiceMissing, records)

describe('a Service that the API server calls and that does not exist', () => {
  it('is told with the webhook that refuses requests before those that let them pass', () => {
    const callers = [
      anApiCaller('MutatingWebhookConfiguration', 'defaults', { calls: [lenient] }),
      anApiCaller('ValidatingWebhookConfiguration', 'policy', { calls: [strict] }),
    ]
    expect(find(...callers)).toMatchObject([
      {
        subject: { kind: 'Service', name: 'gate' },
        finding: {
          severity: 'error',
          facts: { kind: 'ValidatingWebhookConfiguration', caller: 'policy', policy: 'Fail', callers: 2 },
          command: 'kubectl get validatingwebhookconfiguration policy -o yaml',
        },
      },
    ])
  })

  it('is told of aggregated APIs and of conversions too, at the field that names it', () => {
    for (const [kind, path] of [
      ['APIService', 'spec.service.name'],
      ['CustomResourceDefinition', 'spec.conversion.webhook.clientConfig.service.name'],
    ] as const)
      expect(find(anApiCaller(kind, 'x', { calls: [call] }))).toMatchObject([
        { finding: { facts: { kind }, evidence: [{ path, value: 'gate' }] } },
      ])
  })

  it('is looked at again where the caller came a moment ago: the Service may be about to', () => {
    const verdict = inquireNamespace(webhookServiceMissing, [anApiCaller('APIService', 'x', { calls: [call] })], {
      now: '2026-01-01T00:00:03Z',
    })
    expect(verdict).toMatchObject({ findings: [], askAgainAt: Date.parse('2026-01-01T00:00:05Z') })
  })

  it('is no fault where the Service is there, or another namespace is meant', () => {
    const caller = anApiCaller('APIService', 'x', { calls: [call] })
    expect(find(caller, aService('gate'))).toEqual([])
    const elsewhere = anApiCaller('APIService', 'x', { calls: [{ ...call, namespace: 'other' }] })
    expect(find(elsewhere)).toEqual([])
  })

  it('is not known where what calls cannot be read', () => {
    const caller = anApiCaller('APIService', 'x', { calls: [call] })
    expect(namespaceFindingsOf(webhookServiceMissing, [caller], { unread: ['apiservices'] })).toEqual([])
  })
})
