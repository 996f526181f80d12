import { describe, expect, it } from 'vitest'
import { createFindingTeller, type FindingMessages, findingText } from './finding-text'

const messages: FindingMessages = {
  'crash-loop': {
    title:
      '{pods, plural, one {# pod crashes} other {# pods crash}}: container <code>{container}</code> exits with {exitCode}.',
    remedy: 'Read the log of <code>{container}</code>.',
    why: 'The kubelet waits longer before each restart.',
    link: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/',
  },
  bare: { title: 'A title.', remedy: 'A remedy.' },
}
const finding = { code: 'crash-loop', facts: { pods: 1902, container: 'api', exitCode: 137 } }

describe('the text of a finding', () => {
  it('fills in the facts, and marks code with backticks', () => {
    expect(findingText(finding, messages, 'en')).toEqual({
      title: '1,902 pods crash: container `api` exits with 137.',
      remedy: 'Read the log of `api`.',
      why: 'The kubelet waits longer before each restart.',
      link: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/',
    })
  })

  it('leaves out what is not said', () => {
    expect(findingText({ code: 'bare', facts: {} }, messages, 'en')).toEqual({ title: 'A title.', remedy: 'A remedy.' })
  })

  it('takes facts literally, whatever the cluster writes in them', () => {
    const odd = { ...finding, facts: { ...finding.facts, container: "<code>{x}</code> `'" } }
    expect(findingText(odd, messages, 'en').remedy).toBe("Read the log of `<code>{x}</code> `'`.")
  })

  it('is the code where no sentence is known', () => {
    expect(findingText({ code: 'of-a-newer-server', facts: {} }, messages, 'en').title).toBe('of-a-newer-server')
  })

  it('gives code to whoever draws it', () => {
    const { remedy } = createFindingTeller(messages, 'en').rich(finding, (chunks) => `[${chunks}]`)
    expect([remedy].flat().join('')).toBe('Read the log of [api].')
  })
})
