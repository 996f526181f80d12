'use client'

import type { ReactNode } from 'react'
import type { TimeMark } from './timeline-answer'
import type { TimeText } from './use-time-text'

const code = (chunks: ReactNode) => <code>{chunks}</code>

/** What was done or befell, in a word or two, for the place above the strips. */
export function markWord(mark: TimeMark, text: TimeText): string {
  switch (mark.kind) {
    case 'scaled':
      return text('mark.scaled', { from: mark.from, to: mark.to })
    case 'rollout':
      return text(mark.phase === 'begin' ? 'mark.rollout' : 'mark.rolloutEnd')
    case 'drain':
      return text(mark.phase === 'begin' ? 'mark.drain' : 'mark.drainEnd', { node: mark.node })
    case 'selector':
      return text('mark.selector')
    case 'service':
      return text(`mark.${mark.change}`)
    case 'finding':
      return mark.code
  }
}

/** The same as a sentence. */
export function MarkLine({ mark, text }: { readonly mark: TimeMark; readonly text: TimeText }) {
  switch (mark.kind) {
    case 'scaled':
      return text.rich('markLine.scaled', { workload: mark.workload, from: mark.from, to: mark.to, code })
    case 'rollout':
      return text.rich(mark.phase === 'begin' ? 'markLine.rollout' : 'markLine.rolloutEnd', {
        workload: mark.workload,
        code,
      })
    case 'drain':
      return text.rich(`markLine.${mark.reason}${mark.phase === 'begin' ? '' : 'End'}`, { node: mark.node, code })
    case 'selector':
      return text.rich('markLine.selector', { before: labels(mark.before), after: labels(mark.after), code })
    case 'service':
      return text(`markLine.${mark.change}`)
    case 'finding':
      return text.rich(mark.phase === 'begin' ? 'markLine.finding' : 'markLine.findingEnd', { code, name: mark.code })
  }
}

/** As kubectl writes them: `app=web,tier=front`. */
function labels(all: Readonly<Record<string, string>>): string {
  return Object.entries(all)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
