import type { Finding, Findings } from '@/lib/kubernetes/finding'
import type { FindingMessages } from '@/messages/finding-text'
import type { Locale } from '@/messages/locale'

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

/** Sentences of codes that no rule has, so that tests of the pages stand when rules change. */
export const sentencesOfTests: Readonly<Record<Locale, FindingMessages>> = {
  en: {
    'test-mismatch': {
      title:
        'No pod matches <code>{selector}</code>; {pods, plural, one {# pod says} other {# pods say}} <code>{near}</code>.',
      remedy: 'Write the same value on both sides.',
      why: 'A Service takes the pods whose labels hold every pair of its selector.',
      link: 'https://kubernetes.io/docs/concepts/services-networking/service/',
    },
    'test-alone': { title: 'One pod stands alone.', remedy: 'Add another.' },
    'test-note': { title: '{pods, number} pods are of a kind.', remedy: 'Nothing needs to be done.' },
  },
  'zh-CN': {
    'test-mismatch': {
      title: '没有 Pod 匹配 <code>{selector}</code>；有 {pods, number} 个 Pod 的标签是 <code>{near}</code>。',
      remedy: '请让两边的值一致。',
      why: 'Service 选取标签包含选择器全部键值对的 Pod。',
      link: 'https://kubernetes.io/zh-cn/docs/concepts/services-networking/service/',
    },
    'test-alone': { title: '只有一个 Pod。', remedy: '请再添加一个。' },
    'test-note': { title: '{pods, number} 个 Pod 同类。', remedy: '无需处理。' },
  },
}
