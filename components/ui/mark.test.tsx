// @vitest-environment happy-dom
import { render } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { stateLetters } from '@/lib/kubernetes/summary'
import { MarkStrip } from './mark'
import type { MarkSize, MarkState } from './mark-shape'
import { markPath, severityPath } from './mark-shape'

const states: readonly MarkState[] = [
  'ready',
  'notReady',
  'draining',
  'terminating',
  'pending',
  'missing',
  'unknown',
  'stale',
]
const sizes: readonly MarkSize[] = [8, 10, 12, 20]

describe('the marks', () => {
  it('give each state an outline of its own at every size', () => {
    for (const size of sizes) expect(new Set(states.map((state) => markPath(state, size))).size).toBe(states.length)
  })

  it('are path data at every size, never NaN', () => {
    const outlines = sizes.flatMap((size) => [
      ...states.map((state) => markPath(state, size)),
      ...(['error', 'warning', 'info'] as const).map((severity) => severityPath(severity, size)),
    ])
    expect(outlines.filter((path) => !/^(?:[MLhvaZ][-0-9. ]*)+$/.test(path))).toEqual([])
  })

  it('draw any number of endpoints with one element a state', () => {
    const letters = stateLetters.ready.repeat(30) + stateLetters.notReady + stateLetters.missing.repeat(7)
    const { container } = render(<MarkStrip letters={letters} size={10} pitch={12} columns={19} />)
    expect(container.querySelectorAll('path')).toHaveLength(3)
    const svg = container.querySelector('svg')!
    expect([svg.getAttribute('width'), svg.getAttribute('height')]).toEqual(['226', '22'])
  })
})
