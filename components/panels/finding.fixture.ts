import type { Finding, Findings } from '@/lib/kubernetes/finding'

/** A finding that says little; a test names what it looks at. */
export function aFinding(over: Partial<Finding> = {}): Finding {
  const code = over.code ?? 'no-pod-matches'
  return {
    id: code,
    code,
    severity: 'error',
    facts: {},
    objects: [{ kind: 'Service', namespace: 'shop', name: 'web' }],
    evidence: [],
    command: 'kubectl get pods -n shop',
    ...over,
  }
}

/** What is found about the Service `web` in `shop`. */
export function aFindings(findings: readonly Finding[], over: Partial<Findings> = {}): Findings {
  return {
    kind: 'Findings',
    namespace: 'shop',
    name: 'Service/web',
    subject: { kind: 'Service', namespace: 'shop', name: 'web' },
    findings,
    unread: [],
    ...over,
  }
}
