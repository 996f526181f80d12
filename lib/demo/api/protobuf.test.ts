import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../failure'
import { decodeProtobuf } from './protobuf'

// Bodies as kubectl v1.36.3 sends them.
const deployment =
  'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50EtYBCisKCWZyb250ZW5kMhIAGgAiACoAMgA4AEIAWhAKA2FwcBIJZnJvbnRlbmQyEpgBCAMSEgoQCgNhcHASCWZyb250ZW5kMhp4CiIKABIAGgAiACoAMgA4AEIAWhAKA2FwcBIJZnJvbnRlbmQyElISNAoFbmdpbngSCm5naW54OjEuMjkqADILCgAQABiQPyIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA='
const service =
  'azhzAAoNCgJ2MRIHU2VydmljZRJmChsKAXkSABoAIgAqADIAOABCAFoICgNhcHASAXkSQwoeCgc4MC1odHRwEgNUQ1AYUCIKCAEQABoEaHR0cCgAEggKA2FwcBIBeRoAIglDbHVzdGVySVA6AEIAUgBaAGAAaAAaAgoAGgAiAA=='
const ingress =
  'azhzAAofChRuZXR3b3JraW5nLms4cy5pby92MRIHSW5ncmVzcxJAChEKAWkSABoAIgAqADIAOABCABInGiUKA2EuYhIeChwKGgoCL2MSDCIKCgJ4cxIECgAQUBoGUHJlZml4GgIKABoAIgA='

const decode = (base64: string) => decodeProtobuf(Buffer.from(base64, 'base64'))

describe('a protobuf body', () => {
  it('is the Deployment that kubectl create deployment means', () => {
    expect(decode(deployment)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'frontend2', labels: { app: 'frontend2' } },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'frontend2' } },
        strategy: {},
        template: {
          metadata: { labels: { app: 'frontend2' } },
          spec: { containers: [{ name: 'nginx', image: 'nginx:1.29', ports: [{ containerPort: 8080 }] }] },
        },
      },
    })
  })

  it('tells a port by name from one by number', () => {
    expect(decode(service)).toMatchObject({
      kind: 'Service',
      spec: { type: 'ClusterIP', ports: [{ name: '80-http', port: 80, protocol: 'TCP', targetPort: 'http' }] },
    })
  })

  it('puts inline messages where JSON has their fields', () => {
    const backend = { service: { name: 'xs', port: { number: 80 } } }
    expect(decode(ingress).spec).toEqual({
      rules: [{ host: 'a.b', http: { paths: [{ path: '/c', pathType: 'Prefix', backend }] } }],
    })
  })

  it('of a kind that is not known tells the way round', () => {
    const secret = Buffer.concat([Buffer.from('k8s\0\n\f\n\x02v1\x12\x06Secret', 'latin1')])
    expect(() => decodeProtobuf(secret)).toThrow(/Secret; add --dry-run=client -o yaml \| kubectl apply -f -/)
  })

  it('is refused, and no worse, wherever it is cut or whatever byte is wrong', () => {
    const whole = Buffer.from(deployment, 'base64')
    const attempt = (bytes: Buffer) => {
      try {
        decodeProtobuf(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(ApiFailure)
      }
    }
    for (let end = 0; end < whole.length; end++) attempt(whole.subarray(0, end))
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole)
      bytes[at] = 0xff
      attempt(bytes)
    }
  })
})
