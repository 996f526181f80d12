import type { Finding } from '@/lib/kubernetes/finding'
import type { Container } from '@/lib/kubernetes/record'
import { mostCommon, saying, type Trouble } from './troubles'

/** What is told of a probe that does not pass. `probe` is what it asks: `GET :8080/healthz`, `TCP :5432`, `exec`. */
export function probeFacts(pods: Trouble['pods'], which: 'readiness' | 'startup'): Finding['facts'] {
  const [{ container }] = pods
  const message = saying(mostCommon(pods, (pod) => pod.message))
  return {
    container: container?.name ?? '',
    probe: probeText(container, which),
    message,
    quote: message === '' ? 'no' : 'yes',
    problem: problemOf(message),
  }
}

function probeText(container: Container | undefined, which: 'readiness' | 'startup'): string {
  const probe = container?.[which]
  const port = probe?.port ?? ''
  switch (probe?.type) {
    case 'http':
      return `GET :${port}${probe.path ?? '/'}`
    case 'tcp':
      return `TCP :${port}`
    case 'grpc':
      return `gRPC :${port}`
    default:
      return 'exec'
  }
}

function problemOf(message: string): string {
  if (/connection refused/i.test(message)) return 'refused'
  if (/timeout|deadline exceeded/i.test(message)) return 'timeout'
  if (/statuscode: 404/i.test(message)) return 'path'
  return /statuscode: \d+/i.test(message) ? 'status' : 'other'
}
